package dev.fairway.operator.inference;

import dev.fairway.api.v1.Attempt;
import dev.fairway.api.v1.ModelInferenceRequest;
import dev.fairway.inference.routing.Permit;
import dev.fairway.inference.routing.ProviderGate;
import dev.fairway.inference.routing.ProviderLimits;
import dev.fairway.inference.routing.Timer;
import dev.fairway.operator.provider.Target;
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
  private final Map<Limited, ProviderGate> gates = new ConcurrentHashMap<>();

  /// A provider under the limits it has now; with other limits it starts anew.
  private record Limited(String provider, ProviderLimits limits) {}

  /// A request, its call, and what is called.
  record Entry(ModelInferenceRequest request, Call call, Target target) {}

  /// @param wake tells the reconciler that a request's call has ended
  Calls(int limit, Clock clock, Consumer<ModelInferenceRequest> wake) {
    this.limit = limit;
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
            gate(prepared.target()),
            prepared.question().tokens(),
            work,
            clock,
            () -> wake.accept(request));
    byUid.put(uid(request), new Entry(request, call, prepared.target()));
    call.start();
  }

  private ProviderGate gate(Target target) {
    return gates.computeIfAbsent(
        new Limited(target.key(), target.limits()),
        _ -> new ProviderGate(target.provider(), target.limits(), Timer.system()));
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
  Optional<Target> target(ModelInferenceRequest request) {
    return Optional.ofNullable(byUid.get(uid(request))).map(Entry::target);
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
