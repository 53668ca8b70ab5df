package dev.fairway.inference.provider;

import dev.fairway.inference.dialect.Dialect.KeyHeader;
import java.util.Map;
import java.util.Optional;

/// A key that goes along with every call.
final class ApiKey implements Credential {
  private final String secret;

  ApiKey(String secret) {
    this.secret = checked("key", secret);
  }

  static String checked(String name, String secret) {
    String bare = secret.strip();
    if (bare.isEmpty()) {
      throw new IllegalArgumentException("the " + name + " is empty");
    }
    if (!bare.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException("the " + name + " holds characters that no key has");
    }
    return bare;
  }

  @Override
  public Optional<Map<String, String>> headers(KeyHeader header) {
    return Optional.of(
        switch (header) {
          case BEARER -> Map.of("authorization", "Bearer " + secret);
          case X_API_KEY -> Map.of("x-api-key", secret);
          case X_GOOG_API_KEY -> Map.of("x-goog-api-key", secret);
          case API_KEY -> Map.of("api-key", secret);
        });
  }

  @Override
  public String removeFrom(String text) {
    return text.replace(secret, "***");
  }

  @Override
  public String toString() {
    return "ApiKey[***]";
  }
}
