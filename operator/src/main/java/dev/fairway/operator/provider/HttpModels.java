package dev.fairway.operator.provider;

import dev.fairway.api.v1.Durations;
import dev.fairway.api.v1.ModelProviderSpec;
import dev.fairway.api.v1.Network;
import dev.fairway.api.v1.ProviderType;
import dev.fairway.inference.catalog.CatalogModel;
import dev.fairway.inference.catalog.ModelCatalog;
import dev.fairway.inference.catalog.Offering;
import dev.fairway.inference.catalog.Vendor;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.chat.EmbeddingModel;
import dev.fairway.inference.chat.EmbeddingRequest;
import dev.fairway.inference.chat.EmbeddingResponse;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.dialect.AnthropicDialect;
import dev.fairway.inference.dialect.BedrockDialect;
import dev.fairway.inference.dialect.CohereDialect;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.GeminiDialect;
import dev.fairway.inference.dialect.KServeDialect;
import dev.fairway.inference.dialect.OllamaDialect;
import dev.fairway.inference.dialect.OpenAiDialect;
import dev.fairway.inference.dialect.Operation;
import dev.fairway.inference.dialect.Operations;
import dev.fairway.inference.provider.AwsKeys;
import dev.fairway.inference.provider.Credential;
import dev.fairway.inference.provider.Egress;
import dev.fairway.inference.provider.Endpoint;
import dev.fairway.inference.provider.HttpChatModel;
import dev.fairway.inference.provider.HttpOperation;
import dev.fairway.inference.provider.ProviderWire;
import dev.fairway.inference.provider.RetryPolicy;
import dev.fairway.inference.provider.Timeouts;
import dev.fairway.inference.provider.Tls;
import dev.fairway.inference.provider.Upstream;
import dev.fairway.operator.conditions.Refusal;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The models behind HTTP, over one shared transport. They do not retry: the controller does, where
/// the retries can be seen.
public final class HttpModels implements RemoteModels {
  private static final String ANTHROPIC_VERSION = "2023-06-01";

  private final Upstream upstream;
  private final Supplier<ModelCatalog> catalog;
  private final InstantSource clock;

  /// @param upstream stays the caller's
  /// @param catalog asked for each call: reading it is dear only once
  public HttpModels(Upstream upstream, Supplier<ModelCatalog> catalog, InstantSource clock) {
    this.upstream = upstream;
    this.catalog = catalog;
    this.clock = clock;
  }

  @Override
  public ChatModel open(ModelProviderSpec provider, @Nullable Credential key, CatalogModel known) {
    ModelTraits traits = catalog.get().traits(known);
    return new HttpChatModel(
        upstream,
        endpoint(provider),
        dialect(provider),
        credential(provider, key),
        RetryPolicy.NEVER,
        clock,
        _ -> traits);
  }

  @Override
  public EmbeddingModel openEmbeddings(ModelProviderSpec provider, @Nullable Credential key) {
    String type = ProviderTypes.word(provider.type());
    Operation<EmbeddingRequest, EmbeddingResponse> operation = Operations.embeddings().get(type);
    if (operation == null) {
      throw new Refusal(
          "NotSupported",
          "spec.inputContext.input: providers of type %s embed no texts".formatted(type));
    }
    return new HttpOperation<>(
            upstream,
            endpoint(provider),
            dialect(provider),
            operation,
            credential(provider, key),
            RetryPolicy.NEVER,
            clock)
        ::call;
  }

  /// The public addresses of the catalog are not looked up: that they are public is why they are in
  /// it.
  @Override
  public String check(ModelProviderSpec provider, @Nullable Credential key) {
    dialect(provider);
    credential(provider, key);
    Endpoint endpoint = endpoint(provider);
    if (provider.endpoint() == null) return "";
    try {
      endpoint.egress().resolve(endpoint.base().getHost());
      return "";
    } catch (ModelFailureException e) {
      if (e.failure() instanceof ModelFailure.Unavailable unresolved) return unresolved.message();
      throw new Refusal(
          "EndpointNotAllowed", "ModelProvider: spec.endpoint: " + e.failure().message());
    }
  }

  /// How the provider is reached.
  ///
  /// @param key null for providers that want none
  /// @throws Refusal when it cannot be used as it is described
  public ProviderWire wire(ModelProviderSpec provider, @Nullable Credential key) {
    try {
      return new ProviderWire(
          vendor(provider), dialect(provider), endpoint(provider), credential(provider, key));
    } catch (IllegalArgumentException e) {
      throw invalid(e);
    }
  }

  private static Refusal invalid(IllegalArgumentException e) {
    return new Refusal("ProviderInvalid", "ModelProvider: spec: " + e.getMessage());
  }

  @Override
  public Optional<ModelProviderSpec> wellKnown(String name) {
    return catalog
        .get()
        .vendor(name)
        .filter(vendor -> vendor.kind() == Vendor.Kind.MAKER || vendor.kind() == Vendor.Kind.HOST)
        .filter(vendor -> vendor.baseUrl() != null)
        .flatMap(vendor ->
            ProviderTypes.of(vendor.dialect())
                .map(type -> ModelProviderSpec.of(type).withEndpoint(vendor.baseUrl())));
  }

  @Override
  public CatalogModel known(ModelProviderSpec provider, String model) {
    return catalog.get().known(vendor(provider), model);
  }

  @Override
  public boolean sells(ModelProviderSpec provider, String model) {
    return catalog.get().find(vendor(provider), model).isPresent();
  }

  @Override
  public List<String> sellers(String model) {
    List<Vendor> all =
        catalog.get().offerings(model).stream()
            .map(Offering::vendor)
            .filter(vendor -> wellKnown(vendor.name()).isPresent())
            .toList();
    List<Vendor> makers =
        all.stream().filter(vendor -> vendor.kind() == Vendor.Kind.MAKER).toList();
    return (makers.isEmpty() ? all : makers).stream().map(Vendor::name).distinct().toList();
  }

  /// Whom the catalog has the provider's models and prices under: the vendor at its address, else
  /// the vendor its type is named after, since that may be reached through a proxy.
  private String vendor(ModelProviderSpec provider) {
    return Optional.ofNullable(provider.endpoint())
        .flatMap(address -> catalog.get().vendorAt(address))
        .map(Vendor::name)
        .orElseGet(() -> ProviderTypes.word(provider.type()));
  }

  private static Dialect dialect(ModelProviderSpec provider) {
    return switch (provider.type()) {
      case OPENAI -> OpenAiDialect.standard();
      case OPENAI_COMPATIBLE -> OpenAiDialect.compatible();
      case ANTHROPIC ->
          AnthropicDialect.version(
              provider.apiVersion() == null ? ANTHROPIC_VERSION : provider.apiVersion());
      case AZURE_OPENAI -> OpenAiDialect.azure(provider.apiVersion());
      case MISTRAL -> OpenAiDialect.mistral();
      case COHERE -> new CohereDialect();
      case OLLAMA -> new OllamaDialect();
      case KSERVE -> new KServeDialect();
      case GEMINI -> GeminiDialect.standard();
      case BEDROCK -> BedrockDialect.standard();
      case ONNX ->
          throw new Refusal(
              "ProviderNotSupported",
              "ModelProvider: spec.type: %s is not called over HTTP"
                  .formatted(ProviderTypes.word(provider.type())));
    };
  }

  /// AWS's keys sign for one region.
  private static @Nullable Credential credential(
      ModelProviderSpec provider, @Nullable Credential key) {
    return switch (key) {
      case AwsKeys keys when provider.type() == ProviderType.BEDROCK -> keys.in(region(provider));
      case AwsKeys _ ->
          throw new Refusal(
              "ProviderInvalid",
              "ModelProvider: spec.credentialsSecretRef: AWS's keys are for providers of type bedrock");
      case null, default -> key;
    };
  }

  private static String region(ModelProviderSpec provider) {
    String region = provider.region();
    if (region == null || !region.matches("[a-z0-9-]+")) {
      throw new Refusal(
          "ProviderInvalid",
          "ModelProvider: spec.region: is required for type bedrock, such as us-east-1");
    }
    return region;
  }

  private Endpoint endpoint(ModelProviderSpec provider) {
    try {
      return new Endpoint(
          URI.create(address(provider)),
          headers(provider.headers()),
          timeouts(provider.timeouts()),
          egress(provider.network()),
          tls(provider.tls()));
    } catch (IllegalArgumentException e) {
      throw new Refusal("ProviderInvalid", "ModelProvider: spec: " + e.getMessage());
    }
  }

  private String address(ModelProviderSpec provider) {
    if (provider.endpoint() != null) return provider.endpoint();
    if (provider.type() == ProviderType.BEDROCK) {
      return "https://bedrock-runtime.%s.amazonaws.com".formatted(region(provider));
    }
    String type = ProviderTypes.word(provider.type());
    return catalog
        .get()
        .vendor(type)
        .map(Vendor::baseUrl)
        .orElseThrow(() ->
            new Refusal(
                "ProviderInvalid", "ModelProvider: spec.endpoint: is required for type " + type));
  }

  private static Map<String, String> headers(Map<String, String> given) {
    return given.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                header -> header.getKey().toLowerCase(Locale.ROOT),
                Map.Entry::getValue,
                (first, _) -> first));
  }

  private static Timeouts timeouts(dev.fairway.api.v1.@Nullable Timeouts given) {
    Timeouts usual = Timeouts.DEFAULT;
    if (given == null) return usual;
    return new Timeouts(
        duration(given.connect(), usual.connect()),
        duration(given.firstByte(), usual.firstByte()),
        duration(given.idle(), usual.idle()));
  }

  private static Duration duration(@Nullable String given, Duration usual) {
    return given == null ? usual : Durations.parse(given);
  }

  private static Egress egress(@Nullable Network given) {
    return given == null
        ? Egress.PUBLIC
        : new Egress(given.allowPrivateAddresses(), Set.copyOf(given.allowedHosts()));
  }

  private static Tls tls(dev.fairway.api.v1.@Nullable Tls given) {
    return given == null ? Tls.DEFAULT : new Tls(given.caBundle(), given.insecureSkipVerify());
  }
}
