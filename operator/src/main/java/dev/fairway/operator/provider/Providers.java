package dev.fairway.operator.provider;

import dev.fairway.api.v1.Limits;
import dev.fairway.api.v1.ModelProvider;
import dev.fairway.api.v1.ModelProviderSpec;
import dev.fairway.api.v1.ModelRef;
import dev.fairway.api.v1.ProviderType;
import dev.fairway.inference.catalog.CatalogModel;
import dev.fairway.inference.catalog.ModelOverride;
import dev.fairway.inference.catalog.Price;
import dev.fairway.inference.catalog.PriceList;
import dev.fairway.inference.routing.ProviderLimits;
import dev.fairway.operator.conditions.Refusal;
import io.fabric8.kubernetes.client.KubernetesClient;
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

  /// The models of a cluster, with its ModelProviders as they are now: for one who asks once.
  public static Providers of(
      KubernetesClient client,
      Map<String, BuiltIn> builtIns,
      RemoteModels remote,
      int localCallsAtOnce) {
    List<ModelProvider> now = ClusterProviders.list(client);
    return new Providers(
        new ClusterProviders(client, now::stream), builtIns, remote, localCallsAtOnce);
  }

  /// The models that need no ModelProvider.
  public static Providers withoutCluster(
      Map<String, BuiltIn> builtIns, RemoteModels remote, int localCallsAtOnce) {
    return new Providers(ProviderObjects.NONE, builtIns, remote, localCallsAtOnce);
  }

  /// @throws Refusal naming the field and what there is
  public Target find(ModelRef ref, String namespace) {
    return find(ref, namespace, RefFields.REQUEST);
  }

  /// @param fields how messages shall call the parts of the reference
  /// @throws Refusal naming the field and what there is
  public Target find(ModelRef ref, String namespace, RefFields fields) {
    String name = ref.provider();
    if (name == null) return bare(ref, namespace, fields);
    Optional<ModelProvider> object = objects.find(name, namespace);
    if (object.isPresent()) return described(object.get(), ref, fields);
    if (name.equals(LOCAL)) return local(ref, fields);
    ModelProviderSpec spec =
        remote.wellKnown(name).orElseThrow(() -> unknownProvider(name, namespace, fields));
    return at(name, name, spec, null, ref, fields);
  }

  /// A name without a provider: a model of this process, else one of the catalog. The catalog's is
  /// taken from the only visible ModelProvider that sells it; without any, from the only vendor.
  private Target bare(ModelRef ref, String namespace, RefFields fields) {
    if (builtIns.containsKey(ref.name())) return local(ref, fields);
    List<String> sellers = visibleSellers(ref.name(), namespace);
    if (sellers.isEmpty()) sellers = remote.sellers(ref.name());
    return switch (sellers.size()) {
      case 0 -> local(ref, fields);
      case 1 ->
          find(new ModelRef(ref.name(), sellers.getFirst(), ref.version()), namespace, fields);
      default -> throw ambiguous(ref.name(), sellers, fields);
    };
  }

  private List<String> visibleSellers(String model, String namespace) {
    return objects
        .visibleFrom(namespace)
        .distinct()
        .sorted()
        .filter(name ->
            objects
                .find(name, namespace)
                .filter(provider -> remote.sells(provider.getSpec(), model))
                .isPresent())
        .toList();
  }

  private static Refusal ambiguous(String model, List<String> sellers, RefFields fields) {
    return new Refusal(
        "AmbiguousModel",
        "%s: several providers have %s; choose one in %s: %s"
            .formatted(fields.name(), model, fields.provider(), listed(sellers)));
  }

  private Target described(ModelProvider object, ModelRef ref, RefFields fields) {
    String name = object.getMetadata().getName();
    String home = object.getMetadata().getNamespace();
    ModelProviderSpec spec = object.getSpec();
    String key = home + "/" + name;
    return spec.type() == ProviderType.ONNX
        ? local(name, key, ref, limits(spec.limits(), localCallsAtOnce), fields)
        : at(name, key, spec, home, ref, fields);
  }

  private Target at(
      String name,
      String key,
      ModelProviderSpec spec,
      @Nullable String home,
      ModelRef ref,
      RefFields fields) {
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
          KSERVE -> {
        String model = ref.upstreamName(spec.type());
        ProviderLimits limits = limits(spec.limits(), REMOTE_CALLS_AT_ONCE);
        yield new Target.Remote(name, model, spec, remote.known(spec, model), home, key, limits);
      }
      case ONNX ->
          throw new Refusal(
              "ProviderNotSupported",
              "%s: %s has type %s, which is not called over HTTP"
                  .formatted(fields.provider(), name, ProviderTypes.word(spec.type())));
    };
  }

  private Target local(ModelRef ref, RefFields fields) {
    return local(LOCAL, LOCAL, ref, limits(null, localCallsAtOnce), fields);
  }

  private Target local(
      String provider, String key, ModelRef ref, ProviderLimits limits, RefFields fields) {
    BuiltIn found = builtIns.get(ref.name());
    if (found == null) throw unknownModel(ref, fields);
    if (ref.version() != null && !ref.version().equals(found.version())) {
      throw new Refusal(
          "UnknownModel",
          "%s: %s has version %s, not %s"
              .formatted(fields.version(), ref.name(), found.version(), ref.version()));
    }
    return new Target.Local(provider, ref.name(), found, free(ref.name()), key, limits);
  }

  private static CatalogModel free(String model) {
    return ModelOverride.prices(LOCAL, model, PriceList.of(Price.free(LOCAL + "/" + model)))
        .on(CatalogModel.unknown(LOCAL, model));
  }

  private Refusal unknownModel(ModelRef ref, RefFields fields) {
    String hint =
        ref.provider() == null
            ? "; a model of another provider needs %s as well".formatted(fields.provider())
            : "";
    return new Refusal(
        "UnknownModel",
        "%s: there is no model %s; there are %s%s"
            .formatted(fields.name(), ref.name(), listed(builtIns.keySet()), hint));
  }

  private Refusal unknownProvider(String name, String namespace, RefFields fields) {
    Collection<String> known =
        Stream.concat(
                objects.visibleFrom(namespace), Stream.concat(Stream.of(LOCAL), EXAMPLES.stream()))
            .collect(Collectors.toCollection(TreeSet::new));
    return new Refusal(
        "UnknownProvider",
        "%s: no ModelProvider %s is visible from namespace %s; there are %s, and the vendors that 'fairway models' lists"
            .formatted(fields.provider(), name, namespace, listed(known)));
  }

  private static String listed(Collection<String> names) {
    return names.stream()
        .sorted(Comparator.naturalOrder())
        .limit(20)
        .collect(Collectors.joining(", "));
  }

  /// A request waits for its turn until its own deadline.
  private static ProviderLimits limits(@Nullable Limits given, int usualCallsAtOnce) {
    if (given == null) return ProviderLimits.brief(usualCallsAtOnce, null, null).patient();
    Integer atOnce = given.maxConcurrent() == null ? usualCallsAtOnce : given.maxConcurrent();
    return ProviderLimits.brief(atOnce, given.requestsPerMinute(), given.tokensPerMinute())
        .patient();
  }
}
