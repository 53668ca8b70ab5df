package dev.fairway.gateway.chat;

import dev.fairway.gateway.keys.Caller;
import dev.fairway.gateway.snapshot.ServedModel;
import dev.fairway.inference.chat.Usage;
import org.jspecify.annotations.Nullable;

/// Lets calls in, within limits and budgets. Everything that spends passes here. Asked on event
/// loops: it must not block. Thread-safe.
public interface Admission {
  /// Nobody is limited.
  Admission UNLIMITED = (_, _, _, _) -> new Reservation((_, _, _) -> {});

  /// Sets aside what a call may use.
  Answer admit(Caller caller, ServedModel model, long inputTokens, long outputTokens);

  /// Let in, or not.
  sealed interface Answer {}

  /// Not let in; nothing was set aside.
  record Denied(Refusal refusal) implements Answer {}

  /// What was set aside; it ends with one settling.
  ///
  /// @param settling takes what was really used
  record Reservation(Settling settling) implements Answer {}

  /// Ends a reservation.
  interface Settling {
    /// @param served where the call was answered, null when it was not
    /// @param usage what is to be charged
    void settle(@Nullable Served served, Usage usage, boolean sent);
  }

  /// Where a call was answered.
  record Served(String provider, String model) {}
}
