package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.dialect.AnthropicDialect;
import dev.fairway.inference.dialect.BedrockDialect;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.GeminiDialect;
import dev.fairway.inference.dialect.OpenAiDialect;
import dev.fairway.inference.dialect.ResponsesDialect;
import dev.fairway.inference.provider.Credential;
import dev.fairway.inference.provider.Egress;
import dev.fairway.inference.provider.Endpoint;
import dev.fairway.inference.provider.HttpChatModel;
import dev.fairway.inference.provider.RetryPolicy;
import dev.fairway.inference.provider.Timeouts;
import dev.fairway.inference.provider.Tls;
import dev.fairway.inference.provider.Upstream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A simulator and our own transport in front of it, in one format and one manner of answering.
record Provider(Simulator simulator, Upstream upstream, Dialect dialect, boolean streamed)
    implements AutoCloseable {
  static final Credential KEY = Credential.key("sk-test-1234567890");
  static final Duration PLENTY = Duration.ofSeconds(30);

  /// Formats and manners that every test of behaviour runs through.
  enum Manner {
    OPENAI,
    OPENAI_STREAMED,
    RESPONSES,
    RESPONSES_STREAMED,
    ANTHROPIC,
    ANTHROPIC_STREAMED,
    GEMINI,
    GEMINI_STREAMED,
    BEDROCK,
    BEDROCK_STREAMED;

    private Dialect dialect() {
      return switch (this) {
        case OPENAI -> OpenAiDialect.standard();
        case OPENAI_STREAMED -> OpenAiDialect.compatible();
        case RESPONSES, RESPONSES_STREAMED -> new ResponsesDialect();
        case ANTHROPIC -> AnthropicDialect.version("2023-06-01");
        case ANTHROPIC_STREAMED -> AnthropicDialect.version("2026-10-21");
        case GEMINI, GEMINI_STREAMED -> GeminiDialect.standard();
        case BEDROCK, BEDROCK_STREAMED -> BedrockDialect.standard();
      };
    }

    private boolean streamed() {
      return switch (this) {
        case OPENAI, RESPONSES, ANTHROPIC, GEMINI, BEDROCK -> false;
        case OPENAI_STREAMED,
            RESPONSES_STREAMED,
            ANTHROPIC_STREAMED,
            GEMINI_STREAMED,
            BEDROCK_STREAMED ->
            true;
      };
    }
  }

  static Provider start(Manner manner) {
    return start(manner, SimulatorSettings.DEFAULT.withApiKeys("sk-test-1234567890"));
  }

  static Provider start(Manner manner, SimulatorSettings settings) {
    return new Provider(
        Simulator.start(settings), new Upstream(), manner.dialect(), manner.streamed());
  }

  ChatResponse say(String text) {
    return chat(ChatRequest.of("m", text), Timeouts.DEFAULT, PLENTY, RetryPolicy.NEVER, KEY);
  }

  ChatResponse chat(ChatRequest request) {
    return chat(request, Timeouts.DEFAULT, PLENTY, RetryPolicy.NEVER, KEY);
  }

  ChatResponse chat(
      ChatRequest request,
      Timeouts timeouts,
      Duration total,
      RetryPolicy retries,
      @Nullable Credential key) {
    HttpChatModel model = model(timeouts, retries, key);
    CallContext context = CallContext.within(total);
    if (!streamed) {
      return model.chat(request, context);
    }
    List<ChatEvent> events = new ArrayList<>();
    return model.stream(request, context, events::add);
  }

  HttpChatModel model(Timeouts timeouts, RetryPolicy retries, @Nullable Credential key) {
    Endpoint endpoint =
        new Endpoint(URI.create(url()), Map.of(), timeouts, Egress.ANYWHERE, Tls.DEFAULT);
    return new HttpChatModel(upstream, endpoint, dialect, key, retries, InstantSource.system());
  }

  private String url() {
    return switch (dialect.name()) {
      case "gemini" -> simulator.url(Vendor.GEMINI);
      case "bedrock" -> simulator.url(Vendor.BEDROCK);
      default -> simulator.openAiUrl();
    };
  }

  /// The failure that a text meets.
  ModelFailure failure(String text) {
    return failureOf(() -> say(text));
  }

  static ModelFailure failureOf(Runnable call) {
    try {
      call.run();
    } catch (ModelFailureException e) {
      return e.failure();
    }
    throw new AssertionError("the call was answered");
  }

  @Override
  public void close() {
    upstream.close();
    simulator.close();
  }
}
