package dev.fairway.testing.judges;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
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
import java.util.Map;

/// Our transport as client of a judge on this machine.
record OurClient(Upstream upstream) implements AutoCloseable {
  private static final Credential KEY = Credential.key("sk-test-1234567890");

  OurClient() {
    this(new Upstream());
  }

  /// A lenient call without retries.
  ChatResponse chat(String url, Format format, ChatRequest request) {
    Endpoint endpoint =
        new Endpoint(URI.create(url), Map.of(), Timeouts.DEFAULT, Egress.ANYWHERE, Tls.DEFAULT);
    HttpChatModel model =
        new HttpChatModel(
            upstream, endpoint, format.dialect(), KEY, RetryPolicy.NEVER, InstantSource.system());
    CallContext lenient = new CallContext(Duration.ofSeconds(30), CallContext.Unsupported.DROP);
    return request.stream()
        ? model.stream(request, lenient, _ -> {})
        : model.chat(request, lenient);
  }

  @Override
  public void close() {
    upstream.close();
  }
}
