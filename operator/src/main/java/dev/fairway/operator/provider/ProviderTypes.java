package dev.fairway.operator.provider;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairway.api.v1.ProviderType;

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
}
