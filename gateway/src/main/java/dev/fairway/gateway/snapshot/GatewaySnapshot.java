package dev.fairway.gateway.snapshot;

import dev.fairway.api.keys.KeyDigest;
import dev.fairway.gateway.keys.Caller;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Everything the data path knows of the configuration at one moment. Immutable; a change makes
/// another one.
///
/// @param models by namespace, then by each name that callers may use
/// @param unlisted finds models that are not among them
public record GatewaySnapshot(
    Map<KeyDigest, Caller> callers,
    Map<String, Map<String, ServedModel>> models,
    Unlisted unlisted) {
  public static final GatewaySnapshot EMPTY = new GatewaySnapshot(Map.of(), Map.of());

  /// Finds models whose names nobody has listed. Never blocks; any number of threads ask at once.
  @FunctionalInterface
  public interface Unlisted {
    Unlisted NOTHING = (_, _) -> Optional.empty();

    Optional<ServedModel> find(String namespace, String name);
  }

  public GatewaySnapshot {
    callers = Map.copyOf(callers);
    models =
        models.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> Map.copyOf(entry.getValue())));
  }

  /// With listed models only.
  public GatewaySnapshot(
      Map<KeyDigest, Caller> callers, Map<String, Map<String, ServedModel>> models) {
    this(callers, models, Unlisted.NOTHING);
  }

  public Optional<Caller> caller(KeyDigest digest) {
    return Optional.ofNullable(callers.get(digest));
  }

  /// The model of that name, for callers of that namespace.
  public Optional<ServedModel> model(String namespace, String name) {
    return Optional.ofNullable(models.getOrDefault(namespace, Map.of()).get(name))
        .or(() -> unlisted.find(namespace, name));
  }

  /// All names that callers of that namespace may use, in alphabetical order.
  public Collection<Map.Entry<String, ServedModel>> models(String namespace) {
    return new TreeMap<>(models.getOrDefault(namespace, Map.of())).entrySet();
  }
}
