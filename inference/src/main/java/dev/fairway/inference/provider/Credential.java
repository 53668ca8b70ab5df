package dev.fairway.inference.provider;

import dev.fairway.inference.dialect.Dialect.KeyHeader;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a provider wants to see before it answers. It cannot be printed; the secret leaves this
/// package only in [#headers].
public sealed interface Credential permits ApiKey, AwsKeys {
  /// A key that goes along with every call.
  ///
  /// @throws IllegalArgumentException when the key is empty or cannot stand in a header; the
  ///   message does not quote it
  static Credential key(String secret) {
    return new ApiKey(secret);
  }

  /// A pair of keys of AWS, of which only signatures go along.
  ///
  /// @param sessionToken of keys that were lent for a while; null for lasting ones
  /// @throws IllegalArgumentException as for [#key]
  static AwsKeys aws(String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {
    return new AwsKeys(accessKeyId, secretAccessKey, sessionToken, null);
  }

  /// Headers that show it to a provider, for requests that are not made here; they hold the secret.
  /// Empty where each call is signed by itself.
  Optional<Map<String, String>> headers(KeyHeader header);

  /// The text without these secrets.
  String removeFrom(String text);
}
