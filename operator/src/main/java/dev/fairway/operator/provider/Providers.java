package dev.fairway.operator.provider;

import dev.fairway.api.v1.Limits;
import dev.fairway.api.v1.ModelProvider;
import dev.fairway.api.v1.ModelProviderSpec;
import dev.fairway.api.v1.ModelRef;
import dev.fairway.api.v1.ProviderType;
import dev.fairway.inference.routing.ProviderLimits;
import dev.fairway.operator.conditions.Refusal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the model a request names. A ModelProvider of the request's namespace comes first, then
/// one of another namespace that is open to it, then the built-in provider `local`, then the
/// vendors of the catalog at their public addresses. Thread-safe.
public final class Providers {
  private static final String LOCAL = "local";
  private static final List<String> EXAMPLES = List.of("anthropic", "openai");
  private static final int REMOTE_CALLS_AT_ONCE = 64;

  private final ProviderObjects objects;
  private final Map<String, BuiltIn> builtIns;
  private final RemoteModels remote;
  private final int localCallsAtOnce;

  Providers(
      ProviderObjects objects,
      Map<String, BuiltIn> builtIns,
      RemoteModels remote,
      int localCallsAtOnce) {
    this.objects = objects;
    this.remote = remote;
    this.builtIns = Map.copyOf(new TreeMap<>(builtIns));
    this.localCallsAtOnce = localCallsAtOnce;
  }

  /// @throws Refusal naming the field and what there is
  public Target find(ModelRef ref, String namespace) {
    String name = ref.provider();
    if (name == null) return local(LOCAL, LOCAL, ref, limits(null, localCallsAtOnce));
    Optional<ModelProvider> object = objects.find(name, namespace);
    if (object.isPresent()) return described(object.get(), ref);
    if (name.equals(LOCAL)) return local(LOCAL, LOCAL, ref, limits(null, localCallsAtOnce));
    ModelProviderSpec spec =
        remote.wellKnown(name).orElseThrow(() -> unknownProvider(name, namespace));
    return at(name, name, spec, null, ref);
  }

  private Target described(ModelProvider object, ModelRef ref) {
    String name = object.getMetadata().getName();
    String home = object.getMetadata().getNamespace();
    ModelProviderSpec spec = object.getSpec();
    String key = home + "/" + name;
    return spec.type() == ProviderType.ONNX
        ? local(name, key, ref, limits(spec.limits(), localCallsAtOnce))
        : at(name, key, spec, home, ref);
  }

  private static Target at(
      String name, String key, ModelProviderSpec spec, @Nullable String home, ModelRef ref) {
    return switch (spec.type()) {
      case OPENAI,
          ANTHROPIC,
          OPENAI_COMPATIBLE,
          AZURE_OPENAI,
          GEMINI,
          BEDROCK,
          MISTRAL,
          COHERE,
          OLLAMA,
          KSERVE ->
          new Target.Remote(
              name,
              upstreamName(ref, spec.type()),
              spec,
              home,
              key,
              limits(spec.limits(), REMOTE_CALLS_AT_ONCE));
      case ONNX ->
          throw new Refusal(
              "ProviderNotSupported",
              "spec.modelRef.provider: %s has type %s, which is not called over HTTP"
                  .formatted(name, ProviderTypes.word(spec.type())));
    };
  }

  private Target local(String provider, String key, ModelRef ref, ProviderLimits limits) {
    BuiltIn found = builtIns.get(ref.name());
    if (found == null) throw unknownModel(ref);
    if (ref.version() != null && !ref.version().equals(found.version())) {
      throw new Refusal(
          "UnknownModel",
          "spec.modelRef.version: %s has version %s, not %s"
              .formatted(ref.name(), found.version(), ref.version()));
    }
    return new Target.Local(provider, ref.name(), found, key, limits);
  }

  private Refusal unknownModel(ModelRef ref) {
    String hint =
        ref.provider() == null
            ? "; a model of another provider needs spec.modelRef.provider as well"
            : "";
    return new Refusal(
        "UnknownModel",
        "spec.modelRef.name: there is no model %s; there are %s%s"
            .formatted(ref.name(), listed(builtIns.keySet()), hint));
  }

  private Refusal unknownProvider(String name, String namespace) {
    Collection<String> known =
        Stream.concat(
                objects.visibleFrom(namespace), Stream.concat(Stream.of(LOCAL), EXAMPLES.stream()))
            .collect(Collectors.toCollection(TreeSet::new));
    return new Refusal(
        "UnknownProvider",
        "spec.modelRef.provider: no ModelProvider %s is visible from namespace %s; there are %s, and the vendors that 'fairway models' lists"
            .formatted(name, namespace, listed(known)));
  }

  private static String listed(Collection<String> names) {
    return names.stream()
        .sorted(Comparator.naturalOrder())
        .limit(20)
        .collect(Collectors.joining(", "));
  }

  /// KServe has versions of its own; others make them part of a model's name.
  private static String upstreamName(ModelRef ref, ProviderType type) {
    String between = type == ProviderType.KSERVE ? "/versions/" : "-";
    return ref.version() == null ? ref.name() : ref.name() + between + ref.version();
  }

  /// A request waits for its turn until its own deadline.
  private static ProviderLimits limits(@Nullable Limits given, int usualCallsAtOnce) {
    if (given == null) return ProviderLimits.brief(usualCallsAtOnce, null, null).patient();
    Integer atOnce = given.maxConcurrent() == null ? usualCallsAtOnce : given.maxConcurrent();
    return ProviderLimits.brief(atOnce, given.requestsPerMinute(), given.tokensPerMinute())
        .patient();
  }
}
