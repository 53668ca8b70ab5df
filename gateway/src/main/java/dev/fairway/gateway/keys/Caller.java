package dev.fairway.gateway.keys;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A key as the data path knows it.
///
/// @param keyId uid of the ApiKey
/// @param keyName its name
/// @param namespace where key and consumer live; the tenant
/// @param consumer name of the Consumer, null for a key of its own
/// @param models names, or prefixes that end in `*`; empty for all
/// @param scopes empty for everything that calls models
/// @param expires when it stops working, null for never
public record Caller(
    String keyId,
    String keyName,
    String namespace,
    @Nullable String consumer,
    List<String> models,
    Set<Scope> scopes,
    @Nullable Instant expires,
    boolean disabled) {
  /// What a key may be used for.
  public enum Scope {
    CHAT,
    EMBEDDINGS,
    MODELS,
    USAGE
  }

  public Caller {
    models = List.copyOf(models);
    scopes = Set.copyOf(scopes);
  }

  /// Whether the key works at that time.
  public boolean works(Instant now) {
    return !disabled && (expires == null || now.isBefore(expires));
  }

  /// Whether the key opens that. Reading usage must be named.
  public boolean may(Scope scope) {
    return scopes.isEmpty() ? scope != Scope.USAGE : scopes.contains(scope);
  }

  /// Whether the key may call the model of that name.
  public boolean mayCall(String model) {
    return models.isEmpty() || models.stream().anyMatch(pattern -> matches(pattern, model));
  }

  private static boolean matches(String pattern, String model) {
    return pattern.endsWith("*")
        ? model.startsWith(pattern.substring(0, pattern.length() - 1))
        : model.equals(pattern);
  }
}
