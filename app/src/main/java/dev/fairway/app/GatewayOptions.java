package dev.fairway.app;

import dev.fairway.gateway.http.Listener;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of the gateway, shared by the commands that start one.
final class GatewayOptions {
  private static final int USUAL_PORT = 8080;
  private static final int MAX_BODY_BYTES = 32 * 1024 * 1024;

  @Option(
      names = "--gateway-port",
      paramLabel = "N",
      description = "Port of the gateway; 0 takes any free one. Default: 8080, or any if taken")
  private @Nullable Integer port;

  Listener.Settings settings(InetAddress bound) {
    return new Listener.Settings(
        bound.getHostAddress(),
        Ports.choose("--gateway-port", port, USUAL_PORT, bound),
        Runtime.getRuntime().availableProcessors(),
        null,
        MAX_BODY_BYTES);
  }

  /// Where clients on this machine find it.
  static String url(InetAddress bound, int port) {
    String host = bound.isAnyLocalAddress() ? "127.0.0.1" : bound.getHostAddress();
    return "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port);
  }
}
