package dev.fairway.metering.usage;

import dev.fairway.inference.catalog.Cost;
import dev.fairway.inference.catalog.Money;
import dev.fairway.inference.chat.Usage;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One call of a client, whatever was tried for it. Unknown is null, never 0. Holds no key, no
/// prompt and no answer.
///
/// @param at when it was admitted, and which price holds
/// @param id of version 7, made at that time
/// @param source `gateway`, `operator` or `mcp`
/// @param operation such as `chat` or `embeddings`
/// @param cost null when unknown
/// @param priceId the price the cost was computed with
/// @param bodyRef where request and answer lie, when the key's policy stores them
/// @param weight of how many like it this one stands for: 1 / the probability of being kept
public record CallRecord(
    Instant at,
    UUID id,
    @Nullable String trace,
    String source,
    String operation,
    Who who,
    What what,
    Outcome outcome,
    Usage usage,
    @Nullable Money cost,
    @Nullable String priceId,
    Extent extent,
    @Nullable String bodyRef,
    double weight) {
  /// @param tenant the namespace
  /// @param keyId uid of the ApiKey
  /// @param endUser a digest of the caller's own user id, unless the key's policy allows it in
  ///   clear
  public record Who(
      String tenant, @Nullable String consumer, @Nullable String keyId, @Nullable String endUser) {}

  /// @param api PublishedApi and version
  /// @param experiment and its arm
  /// @param model as the caller named it
  /// @param provider who answered last, null when nobody was asked
  /// @param upstreamKey alias of our key it was served with
  public record What(
      @Nullable String api,
      @Nullable String route,
      @Nullable String experiment,
      String model,
      @Nullable String provider,
      @Nullable String upstreamKey) {}

  /// @param status what the client was told
  /// @param error reason of few values, null when there was an answer
  /// @param finish the provider's word for why the answer ended
  /// @param cache `hit` or `miss`, null when there was none
  public record Outcome(
      int status,
      @Nullable String error,
      @Nullable String finish,
      boolean stream,
      @Nullable String cache,
      int attempts) {
    public boolean isError() {
      return status >= 400 || error != null;
    }
  }

  /// How long and how large.
  public record Extent(
      int latencyMillis,
      @Nullable Integer firstByteMillis,
      @Nullable Integer queueMillis,
      @Nullable Integer bytesIn,
      @Nullable Integer bytesOut) {}

  public CallRecord costing(Cost cost) {
    return switch (cost) {
      case Cost.Known(var money, var price) -> with(money, price, weight);
      case Cost.Unknown _ -> with(null, null, weight);
    };
  }

  public CallRecord weighing(double weight) {
    return with(cost, priceId, weight);
  }

  private CallRecord with(@Nullable Money cost, @Nullable String priceId, double weight) {
    return new CallRecord(
        at, id, trace, source, operation, who, what, outcome, usage, cost, priceId, extent, bodyRef,
        weight);
  }

  /// `reported`, `estimated` or `unknown`.
  public String usageSource() {
    if (usage.inUncached() == null && usage.out() == null) return "unknown";
    return usage.source() == Usage.Source.REPORTED ? "reported" : "estimated";
  }
}
