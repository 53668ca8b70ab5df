package dev.fairway.inference.provider;

import dev.fairway.inference.dialect.Dialect.KeyHeader;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A pair of keys of AWS. Calls are signed with it, for one region.
public final class AwsKeys implements Credential {
  private final String accessKeyId;
  private final String secretAccessKey;
  private final @Nullable String sessionToken;
  private final @Nullable String region;

  AwsKeys(
      String accessKeyId,
      String secretAccessKey,
      @Nullable String sessionToken,
      @Nullable String region) {
    this.accessKeyId = ApiKey.checked("accessKeyId", accessKeyId);
    this.secretAccessKey = ApiKey.checked("secretAccessKey", secretAccessKey);
    this.sessionToken = sessionToken == null ? null : ApiKey.checked("sessionToken", sessionToken);
    this.region = region;
  }

  /// The same keys for that region; calls cannot be signed without one.
  public AwsKeys in(String named) {
    return new AwsKeys(accessKeyId, secretAccessKey, sessionToken, named);
  }

  String accessKeyId() {
    return accessKeyId;
  }

  String secretAccessKey() {
    return secretAccessKey;
  }

  @Nullable String sessionToken() {
    return sessionToken;
  }

  @Nullable String region() {
    return region;
  }

  @Override
  public Optional<Map<String, String>> headers(KeyHeader header) {
    return Optional.empty();
  }

  @Override
  public String removeFrom(String text) {
    String clean = text.replace(secretAccessKey, "***").replace(accessKeyId, "***");
    return sessionToken == null ? clean : clean.replace(sessionToken, "***");
  }

  @Override
  public String toString() {
    return "AwsKeys[***]";
  }
}
