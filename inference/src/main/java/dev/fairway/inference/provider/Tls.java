package dev.fairway.inference.provider;

import org.jspecify.annotations.Nullable;

/// Whom to trust.
///
/// @param caBundle PEM certificates trusted instead of the JDK's own; null trusts the JDK's
/// @param insecure trusts anybody: for experiments only
public record Tls(@Nullable String caBundle, boolean insecure) {
  public static final Tls DEFAULT = new Tls(null, false);
}
