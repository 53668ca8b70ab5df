package dev.fairway.operator.provider;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairway.api.v1.ProviderType;
import java.util.Arrays;
import java.util.Optional;

/// The types of providers as resources spell them.
final class ProviderTypes {
  private ProviderTypes() {}

  static String word(ProviderType type) {
    try {
      return ProviderType.class.getField(type.name()).getAnnotation(JsonProperty.class).value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The type that is spelled so.
  static Optional<ProviderType> of(String word) {
    return Arrays.stream(ProviderType.values()).filter(type -> word(type).equals(word)).findFirst();
  }
}
