package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import java.util.ArrayList;
import java.util.List;

/// What a request loses on its way into a wire format: refused or listed, never silent.
final class Omissions {
  private final String target;
  private final Unsupported policy;
  private final List<String> dropped = new ArrayList<>();

  Omissions(String target, Unsupported policy) {
    this.target = target;
    this.policy = policy;
  }

  /// A field that changes the answer and that the target cannot express.
  void refuse(String path, String why) {
    switch (policy) {
      case REFUSE ->
          throw new ModelFailureException(
              new ModelFailure.UnsupportedParameter(
                  "%s cannot be sent to a provider of format %s: %s".formatted(path, target, why),
                  path));
      case DROP -> dropped.add(path);
    }
  }

  /// A field that changes cost or bookkeeping, but not the answer.
  void drop(String path) {
    dropped.add(path);
  }

  /// A value that the target only has nearly.
  void approximate(String path, String value) {
    dropped.add(path + "~" + value);
  }

  List<String> dropped() {
    return List.copyOf(dropped);
  }
}
