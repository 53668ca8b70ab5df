package dev.fairway.inference.provider;

import dev.fairway.inference.dialect.Dialect.KeyHeader;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Headers that show one provider our credential.
@FunctionalInterface
interface Authentication {
  /// Calls of AWS's models are signed for this service.
  String AWS_SERVICE = "bedrock";

  /// @param path of the call, encoded, base included
  Map<String, String> headers(String path, String contentType, byte[] body, Instant at);

  /// @throws IllegalArgumentException when AWS's keys come without a region
  static Authentication of(@Nullable Credential credential, KeyHeader header, Endpoint endpoint) {
    return switch (credential) {
      case null -> (_, _, _, _) -> Map.of();
      case ApiKey key -> {
        Map<String, String> headers = key.headers(header).orElseThrow();
        yield (_, _, _, _) -> headers;
      }
      case AwsKeys keys -> {
        if (keys.region() == null) {
          throw new IllegalArgumentException("region is required with AWS's keys");
        }
        AwsSignature signature = new AwsSignature(keys, keys.region(), AWS_SERVICE);
        yield (path, contentType, body, at) ->
            signature.headers(endpoint.authority(), path, contentType, body, at);
      }
    };
  }
}
