package dev.fairway.operator;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;

/// Cuts a client off from its server when told to: for the server it is as if the process had died.
final class Unplugged implements Interceptor {
  private static final URI NOWHERE = URI.create("https://127.0.0.1:1/");

  private volatile boolean pulled;

  void pull() {
    pulled = true;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (pulled) builder.uri(NOWHERE);
  }
}
