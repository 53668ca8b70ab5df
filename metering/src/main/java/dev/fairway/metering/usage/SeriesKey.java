package dev.fairway.metering.usage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// What calls are summed by. End users are not part of it: there is no bound to their number.
///
/// @param statusClass 2 to 5
/// @param currency of the cost; null when unknown
public record SeriesKey(
    String tenant,
    @Nullable String consumer,
    @Nullable String keyId,
    @Nullable String route,
    @Nullable String experiment,
    String model,
    @Nullable String provider,
    int statusClass,
    @Nullable String currency) {
  private static final String OTHER = "other";

  public static SeriesKey of(CallRecord call) {
    return new SeriesKey(
        call.who().tenant(),
        call.who().consumer(),
        call.who().keyId(),
        call.what().route(),
        call.what().experiment(),
        call.what().model(),
        call.what().provider(),
        Math.clamp(call.outcome().status() / 100, 2, 5),
        call.cost() == null ? null : call.cost().currency());
  }

  /// The series of the tenant that takes what is too much for series of its own.
  public SeriesKey other() {
    return new SeriesKey(tenant, OTHER, OTHER, OTHER, OTHER, OTHER, OTHER, statusClass, currency);
  }

  /// The same for the same values everywhere and always.
  public long id() {
    MessageDigest digest = sha256();
    for (String part :
        new @Nullable String[] {
          tenant, consumer, keyId, route, experiment, model, provider, "" + statusClass, currency
        }) {
      byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
      int length = part == null ? -1 : bytes.length;
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
      digest.update(bytes);
    }
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
