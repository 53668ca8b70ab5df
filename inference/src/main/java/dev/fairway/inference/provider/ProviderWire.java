package dev.fairway.inference.provider;

import dev.fairway.inference.dialect.Dialect;
import org.jspecify.annotations.Nullable;

/// How one provider is reached.
///
/// @param vendor whom the catalog has its models and prices under
/// @param credential null for providers that want none
public record ProviderWire(
    String vendor, Dialect dialect, Endpoint endpoint, @Nullable Credential credential) {}
