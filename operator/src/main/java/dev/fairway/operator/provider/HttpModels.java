package dev.fairway.operator.provider;

import dev.fairway.api.v1.Durations;
import dev.fairway.api.v1.ModelProviderSpec;
import dev.fairway.api.v1.Network;
import dev.fairway.inference.chat.ChatModel;
import dev.fairway.inference.dialect.AnthropicDialect;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.OpenAiDialect;
import dev.fairway.inference.provider.Credential;
import dev.fairway.inference.provider.Egress;
import dev.fairway.inference.provider.Endpoint;
import dev.fairway.inference.provider.HttpChatModel;
import dev.fairway.inference.provider.RetryPolicy;
import dev.fairway.inference.provider.Timeouts;
import dev.fairway.inference.provider.Tls;
import dev.fairway.inference.provider.Upstream;
import dev.fairway.operator.conditions.Refusal;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The models behind HTTP, over one shared transport. They do not retry: the controller does, where
/// the retries can be seen.
public final class HttpModels implements RemoteModels {
  private static final String OPENAI = "https://api.openai.com/v1";
  private static final String ANTHROPIC = "https://api.anthropic.com";
  private static final String ANTHROPIC_VERSION = "2023-06-01";

  private final Upstream upstream;
  private final InstantSource clock;

  /// @param upstream stays the caller's
  public HttpModels(Upstream upstream, InstantSource clock) {
    this.upstream = upstream;
    this.clock = clock;
  }

  @Override
  public ChatModel open(ModelProviderSpec provider, @Nullable Credential key) {
    try {
      return new HttpChatModel(
          upstream, endpoint(provider), dialect(provider), key, RetryPolicy.NEVER, clock);
    } catch (IllegalArgumentException e) {
      throw new Refusal("ProviderInvalid", "ModelProvider: spec: " + e.getMessage());
    }
  }

  private static Dialect dialect(ModelProviderSpec provider) {
    return switch (provider.type()) {
      case OPENAI -> OpenAiDialect.standard();
      case OPENAI_COMPATIBLE -> OpenAiDialect.compatible();
      case ANTHROPIC ->
          AnthropicDialect.version(
              provider.apiVersion() == null ? ANTHROPIC_VERSION : provider.apiVersion());
      case AZURE_OPENAI, GEMINI, BEDROCK, COHERE, MISTRAL, OLLAMA, KSERVE, ONNX ->
          throw new Refusal(
              "ProviderNotSupported",
              "ModelProvider: spec.type: %s cannot be called yet; onnx, openai, anthropic and openai-compatible can"
                  .formatted(ProviderTypes.word(provider.type())));
    };
  }

  private static Endpoint endpoint(ModelProviderSpec provider) {
    return new Endpoint(
        URI.create(address(provider)),
        headers(provider.headers()),
        timeouts(provider.timeouts()),
        egress(provider.network()),
        tls(provider.tls()));
  }

  private static String address(ModelProviderSpec provider) {
    if (provider.endpoint() != null) return provider.endpoint();
    return switch (provider.type()) {
      case OPENAI -> OPENAI;
      case ANTHROPIC -> ANTHROPIC;
      default ->
          throw new Refusal(
              "ProviderInvalid",
              "ModelProvider: spec.endpoint: is required for type "
                  + ProviderTypes.word(provider.type()));
    };
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
