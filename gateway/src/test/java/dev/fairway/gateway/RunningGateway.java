package dev.fairway.gateway;

import dev.fairway.api.keys.Pepper;
import dev.fairway.gateway.chat.Admission;
import dev.fairway.gateway.chat.CallEnd;
import dev.fairway.gateway.http.Listener;
import dev.fairway.gateway.http.UpstreamRequest;
import dev.fairway.gateway.http.UpstreamTarget;
import dev.fairway.gateway.keys.Caller;
import dev.fairway.gateway.snapshot.Direct;
import dev.fairway.gateway.snapshot.GatewaySnapshot;
import dev.fairway.gateway.snapshot.ServedModel;
import dev.fairway.gateway.snapshot.Serving;
import dev.fairway.inference.catalog.PriceList;
import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.EmbeddingResponse;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.Usage;
import dev.fairway.inference.dialect.AnthropicDialect;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.OpenAiDialect;
import dev.fairway.inference.provider.Credential;
import dev.fairway.inference.provider.Egress;
import dev.fairway.inference.provider.Endpoint;
import dev.fairway.inference.provider.HttpChatModel;
import dev.fairway.inference.provider.RetryPolicy;
import dev.fairway.inference.provider.Upstream;
import dev.fairway.inference.routing.CostEstimate;
import dev.fairway.inference.routing.ModelRouter;
import dev.fairway.inference.routing.ProviderGate;
import dev.fairway.inference.routing.ProviderLimits;
import dev.fairway.inference.routing.Route;
import dev.fairway.inference.routing.RoutingPolicy;
import dev.fairway.inference.routing.Target;
import dev.fairway.inference.routing.Timer;
import dev.fairway.testing.simulator.Simulator;
import dev.fairway.testing.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A gateway in front of a simulator, with two models that the same key may call: `gpt` of an
/// OpenAI provider and `claude` of an Anthropic one.
public final class RunningGateway implements AutoCloseable {
  public static final String KEY = "fw-test-key-0123456789";
  public static final String PROVIDER_KEY = "sk-canary-of-the-provider";

  private final Simulator simulator =
      Simulator.start(SimulatorSettings.DEFAULT.withApiKeys(PROVIDER_KEY));
  private final Upstream upstream = new Upstream();
  private final HttpClient client = HttpClient.newHttpClient();
  private final BlockingQueue<CallEnd> ends = new LinkedBlockingQueue<>();
  private final Gateway gateway;

  public RunningGateway() {
    Pepper pepper = new Pepper(new byte[32]);
    gateway = start(pepper);
    Caller caller = new Caller("uid-1", "test", "default", null, List.of(), Set.of(), null, false);
    gateway.use(
        new GatewaySnapshot(
            Map.of(pepper.digest(KEY), caller),
            Map.of("default", Map.of("gpt", gpt(), "claude", claude(), "vectors", vectors()))));
  }

  private Gateway start(Pepper pepper) {
    try {
      return Gateway.start(
          new Listener.Settings("127.0.0.1", 0, 2, null, 1 << 20),
          pepper,
          Admission.UNLIMITED,
          ends::add,
          InstantSource.system());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private ServedModel gpt() {
    return served(
        "gpt",
        OpenAiDialect.standard(),
        simulator.openAiUrl(),
        "/chat/completions",
        "authorization",
        "Bearer " + PROVIDER_KEY);
  }

  private ServedModel claude() {
    return served(
        "claude",
        AnthropicDialect.version(AnthropicDialect.FIRST_VERSION),
        simulator.url(),
        "/v1/messages",
        "x-api-key",
        PROVIDER_KEY);
  }

  /// A model of this process.
  private static ServedModel vectors() {
    Serving serving =
        new Serving(
            "local",
            "two",
            null,
            null,
            (request, _) ->
                new EmbeddingResponse(
                    request.model(),
                    request.input().stream()
                        .map(text -> new float[] {text.length(), 0.5f})
                        .toList(),
                    Usage.of(3, 0)),
            ModelTraits.UNKNOWN,
            PriceList.UNKNOWN);
    return model("vectors", serving);
  }

  private ServedModel served(
      String name, Dialect dialect, String url, String path, String header, String key) {
    Endpoint endpoint = Endpoint.of(url).withEgress(Egress.ANYWHERE);
    UpstreamRequest.Start start =
        new UpstreamRequest.Start(
            endpoint.authority(),
            endpoint.path(path),
            List.of(header, key, "content-type", "application/json"));
    HttpChatModel chat =
        new HttpChatModel(
            upstream,
            endpoint,
            dialect,
            Credential.key(PROVIDER_KEY),
            RetryPolicy.NEVER,
            InstantSource.system());
    Serving serving =
        new Serving(
            dialect.name(),
            name + "-upstream",
            new Direct(dialect, new UpstreamTarget(endpoint), Map.of(path, start)),
            chat,
            null,
            ModelTraits.UNKNOWN,
            PriceList.UNKNOWN);
    return model(name, serving);
  }

  private static ServedModel model(String name, Serving serving) {
    Target target = Target.of(name, serving.provider(), serving.model());
    ProviderGate gate = new ProviderGate(serving.provider(), ProviderLimits.NONE, Timer.system());
    ModelRouter router =
        new ModelRouter(
            Route.of(name, new RoutingPolicy.Weighted(), List.of(target)),
            CostEstimate.NONE,
            _ -> gate,
            () -> 0.5,
            System.nanoTime());
    return new ServedModel(
        name, serving.provider(), Instant.EPOCH, router, Map.of(name, serving), Unsupported.REFUSE);
  }

  public Simulator simulator() {
    return simulator;
  }

  public String url() {
    return "http://127.0.0.1:" + gateway.port();
  }

  /// Posts a body with the good key.
  public HttpResponse<String> post(String path, String body)
      throws IOException, InterruptedException {
    return postAs(KEY, path, body);
  }

  public HttpResponse<String> postAs(String key, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("authorization", "Bearer " + key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path)).header("authorization", "Bearer " + KEY);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /// The next call that ended.
  public CallEnd ended() throws InterruptedException {
    @Nullable CallEnd end = ends.poll(20, TimeUnit.SECONDS);
    if (end == null) {
      throw new AssertionError("no call has ended");
    }
    return end;
  }

  @Override
  public void close() {
    gateway.close();
    upstream.close();
    simulator.close();
  }
}
