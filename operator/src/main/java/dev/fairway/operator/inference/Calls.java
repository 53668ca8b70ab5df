package dev.fairway.operator.inference;

import dev.fairway.api.v1.Attempt;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.inference.routing.Permit;
import dev.fairway.inference.routing.ProviderGate;
import dev.fairway.inference.routing.ProviderLimits;
import dev.fairway.inference.routing.Timer;
import dev.fairway.operator.provider.Gates;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// The calls of this process that have not been published yet, at most `limit`, one per request.
/// Thread-safe; reconciles of one request never overlap.
final class Calls {
  private final int limit;
  private final Clock clock;
  private final Consumer<ModelInferenceRequest> wake;
  private final Map<String, Entry> byUid = new ConcurrentHashMap<>();
  private final Gates gates;

  /// A request, its call, and what is called.
  record Entry(ModelInferenceRequest request, Call call, Asked asked) {}

  /// @param wake tells the reconciler that a request's call has ended
  Calls(int limit, Gates gates, Clock clock, Consumer<ModelInferenceRequest> wake) {
    this.limit = limit;
    this.gates = gates;
    this.clock = clock;
    this.wake = wake;
  }

  boolean hasRoom() {
    return byUid.size() < limit;
  }

  boolean isEmpty() {
    return byUid.isEmpty();
  }

  /// Starts the call of a claim that stands in the status of `request`.
  void start(
      ModelInferenceRequest request,
      Attempt attempt,
      PreparedCall prepared,
      Function<Permit, Outcome> work) {
    Call call =
        new Call(
            attempt,
            gate(prepared.asked()),
            prepared.question().tokens(),
            work,
            clock,
            () -> wake.accept(request));
    byUid.put(uid(request), new Entry(request, call, prepared.asked()));
    call.start();
  }

  /// A route keeps the limits of its targets' providers itself.
  private ProviderGate gate(Asked asked) {
    return switch (asked) {
      case Asked.One(var target) -> gates.of(target);
      case Asked.Route(var name) -> new ProviderGate(name, ProviderLimits.NONE, Timer.system());
    };
  }

  /// The call for the attempt that stands in status. A call for another attempt is worthless: it is
  /// cancelled and forgotten.
  Optional<Call> of(ModelInferenceRequest request) {
    Entry entry = byUid.get(uid(request));
    if (entry == null) return Optional.empty();
    if (isCurrent(request, entry.call())) return Optional.of(entry.call());
    drop(request);
    return Optional.empty();
  }

  /// What the request's call asks.
  Optional<Asked> asked(ModelInferenceRequest request) {
    return Optional.ofNullable(byUid.get(uid(request))).map(Entry::asked);
  }

  private static boolean isCurrent(ModelInferenceRequest request, Call call) {
    Attempt attempt = InferencePlan.statusOf(request).attempt();
    return attempt != null
        && attempt.id().equals(call.attempt().id())
        && InferencePlan.isRunning(InferencePlan.statusOf(request));
  }

  /// Cancels and forgets the request's call, if there is one.
  Optional<Call> drop(ModelInferenceRequest request) {
    Entry entry = byUid.remove(uid(request));
    if (entry == null) return Optional.empty();
    entry.call().cancel();
    return Optional.of(entry.call());
  }

  List<Entry> all() {
    return List.copyOf(byUid.values());
  }

  private static String uid(ModelInferenceRequest request) {
    return request.getMetadata().getUid();
  }
}
