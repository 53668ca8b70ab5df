package dev.fairway.operator.model;

import dev.fairway.api.v1.Model;
import dev.fairway.api.v1.ModelRef;
import dev.fairway.operator.conditions.Refusal;
import dev.fairway.operator.provider.Providers;
import dev.fairway.operator.provider.RefFields;
import dev.fairway.operator.provider.Target;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the model a reference means. A name without a provider is that of a Model object of the
/// namespace, else the alias of one, else what [Providers] makes of it. What a Model object says of
/// a model counts however the model was found. Thread-safe.
public final class Models {
  private static final RefFields OF_MODEL =
      new RefFields("spec.providerRef.name", "spec.upstreamName", "spec.upstreamName");

  private final ModelObjects objects;
  private final Providers providers;

  public Models(ModelObjects objects, Providers providers) {
    this.objects = objects;
    this.providers = providers;
  }

  /// @param fields how messages shall call the parts of the reference
  /// @throws Refusal naming the field and what there is
  public Target find(ModelRef ref, String namespace, RefFields fields) {
    Optional<Model> object =
        ref.provider() == null ? object(ref.name(), namespace, fields) : Optional.empty();
    if (object.isPresent()) return described(object.get(), ref.version(), fields);
    try {
      return overridden(providers.find(ref, namespace, fields), namespace, fields);
    } catch (Refusal unknown) {
      if (ref.provider() != null) throw unknown;
      Model late = objects.read(ref.name(), namespace).orElseThrow(() -> unknown);
      return described(late, ref.version(), fields);
    }
  }

  private Optional<Model> object(String name, String namespace, RefFields fields) {
    Optional<Model> named = objects.named(name, namespace);
    if (named.isPresent()) return named;
    List<Model> aliased = objects.withAlias(name, namespace);
    if (aliased.size() < 2) return aliased.stream().findFirst();
    String names = aliased.stream().map(ModelObjects::name).collect(Collectors.joining(", "));
    throw new Refusal(
        "AmbiguousModel",
        "%s: %s is an alias of several Models; use the name of one: %s"
            .formatted(fields.name(), name, names));
  }

  private Target described(Model model, @Nullable String version, RefFields fields) {
    try {
      return find(model, version);
    } catch (Refusal refusal) {
      throw new Refusal(
          refusal.reason(),
          "%s: Model %s: %s".formatted(fields.name(), ModelObjects.name(model), refusal.message()));
    }
  }

  private Target overridden(Target target, String namespace, RefFields fields) {
    Optional<Model> object = objects.describing(target, namespace);
    return object.isPresent() ? described(object.get(), null, fields) : target;
  }

  /// What a Model object stands for.
  ///
  /// @throws Refusal naming the field of the Model
  Target find(Model model, @Nullable String version) {
    String provider = model.getSpec().providerRef().name();
    ModelRef ref = new ModelRef(ModelObjects.upstreamName(model), provider, version);
    Target target = providers.find(ref, model.getMetadata().getNamespace(), OF_MODEL);
    return target.withKnown(Overrides.of(model, target.known()).on(target.known()));
  }
}
