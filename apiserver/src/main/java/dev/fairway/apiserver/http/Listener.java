package dev.fairway.apiserver.http;

import dev.fairway.apiserver.access.KeyedCertificate;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.service.registry.ServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketOption;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;

/// The server's ear: TLS with optional client certificates, HTTP/1.1 and HTTP/2 chosen by ALPN, and
/// WebSocket for watches. Every request becomes a call of the [Handler] on a virtual thread of its
/// own. Installs no shutdown hook: whoever started it closes it.
public final class Listener implements AutoCloseable {
  private static final int MAX_URL_BYTES = 32 * 1024;
  private static final int MAX_HEADER_BYTES = 64 * 1024;
  private static final int MAX_CONNECTIONS = 10_000;
  private static final int MAX_HTTP2_STREAMS_PER_CONNECTION = 1_000;

  /// How long streams may take to say goodbye, and then requests to end, before they are cut off.
  private static final Duration SHUTDOWN_GRACE = Duration.ofMillis(150);

  /// Finds clients that vanished without a word within about two minutes.
  private static final Map<SocketOption<?>, Object> KEEP_ALIVE =
      Map.of(
          ExtendedSocketOptions.TCP_KEEPIDLE, 60,
          ExtendedSocketOptions.TCP_KEEPINTERVAL, 15,
          ExtendedSocketOptions.TCP_KEEPCOUNT, 4);

  private final InetAddress address;
  private final WebServer server;
  private final OpenStreams streams;

  private Listener(InetAddress address, WebServer server, OpenStreams streams) {
    this.address = address;
    this.server = server;
    this.streams = streams;
  }

  /// Where and as whom to listen.
  ///
  /// @param address what to bind
  /// @param port 0 for any free one
  /// @param certificate what the server shows
  /// @param clientAuthorities named to clients so that they choose the right certificate; checking
  ///   it is the handler's part
  public record Settings(
      InetAddress address,
      int port,
      KeyedCertificate certificate,
      List<X509Certificate> clientAuthorities) {
    public Settings {
      clientAuthorities = List.copyOf(clientAuthorities);
    }

    /// Reachable from this machine only.
    public static Settings local(
        int port, KeyedCertificate certificate, X509Certificate clientAuthority) {
      return new Settings(
          InetAddress.ofLiteral("127.0.0.1"), port, certificate, List.of(clientAuthority));
    }
  }

  /// Listens from the moment this returns.
  ///
  /// @throws UncheckedIOException when the address cannot be bound
  public static Listener start(Settings settings, Handler handler) {
    Answers answers = new Answers(handler);
    OpenStreams streams = new OpenStreams();
    WebServer server = server(settings, answers, streams).start();
    if (!server.isRunning()) {
      throw new UncheckedIOException(whyNot(settings));
    }
    return new Listener(settings.address(), server, streams);
  }

  public int port() {
    return server.port();
  }

  /// How a client on this machine reaches the listener.
  public URI url() {
    InetAddress reachable =
        address.isAnyLocalAddress() ? InetAddress.ofLiteral("127.0.0.1") : address;
    String host = reachable.getHostAddress();
    return URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port());
  }

  /// Ends all streams, then stops. Quick, also with open watches. May be called twice.
  @Override
  public void close() {
    streams.endAll(SHUTDOWN_GRACE);
    server.stop();
  }

  private static WebServer server(Settings settings, Answers answers, OpenStreams streams) {
    Http1ConnectionSelector http1 =
        Http1ConnectionSelector.builder()
            .config(
                Http1Config.builder()
                    .maxPrologueLength(MAX_URL_BYTES)
                    .maxHeadersSize(MAX_HEADER_BYTES)
                    // Refuses characters in a query that clients send and upstream takes.
                    .validatePrologue(false)
                    .sendKeepAliveHeader(false)
                    .build())
            .addUpgrader(new WebSocketUpgrader(answers, streams))
            .build();
    Http2ConnectionSelector http2 =
        Http2ConnectionSelector.builder()
            .http2Config(
                Http2Config.builder()
                    .maxHeaderListSize(MAX_HEADER_BYTES)
                    .maxConcurrentStreams(MAX_HTTP2_STREAMS_PER_CONNECTION)
                    .build())
            .build();
    return WebServer.builder()
        .address(settings.address())
        .port(settings.port())
        .tls(ServerTls.of(settings.certificate(), settings.clientAuthorities()))
        .shutdownHook(false)
        .shutdownGracePeriod(SHUTDOWN_GRACE)
        .maxTcpConnections(MAX_CONNECTIONS)
        // Nagle would hold back the end of a long answer for 40 ms.
        .connectionOptions(
            SocketOptions.builder().tcpNoDelay(true).socketOptions(keepAlive()).build())
        // Helidon looks for parts on the class path unless told not to; its own global registry
        // does
        // so whatever it is told, and takes a third of the listener's start.
        .serviceRegistry(emptyRegistry())
        .featuresDiscoverServices(false)
        .protocolsDiscoverServices(false)
        .contentEncoding(
            ContentEncodingContext.builder().contentEncodingsDiscoverServices(false).build())
        .addConnectionSelector(new TrackedConnections(http2, streams))
        .addConnectionSelector(new TrackedConnections(http1, streams))
        .directHandlers(Refusals.all())
        .routing(building(new ApiRouting(answers, streams)))
        .build();
  }

  private static ServiceRegistry emptyRegistry() {
    ServiceRegistryConfig nothing =
        ServiceRegistryConfig.builder()
            .discoverServices(false)
            .discoverServicesFromServiceLoader(false)
            .build();
    return ServiceRegistryManager.create(nothing).registry();
  }

  /// Helidon takes a routing only by way of its own sort of builder: beside any other sort it adds
  /// an empty routing, and which of the two answers differs from run to run.
  @SuppressWarnings("ReferenceEquality")
  private static HttpRouting.Builder building(ApiRouting routing) {
    return (HttpRouting.Builder)
        Proxy.newProxyInstance(
            Listener.class.getClassLoader(),
            new Class<?>[] {HttpRouting.Builder.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "build", "get" -> routing;
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  case "toString" -> "the builder of the only route";
                  // Rules that Helidon's features would add do not matter: nothing reads them.
                  default -> proxy;
                });
  }

  /// Not every system knows these options.
  private static Map<SocketOption<?>, Object> keepAlive() {
    try (ServerSocket probe = new ServerSocket()) {
      return probe.supportedOptions().containsAll(KEEP_ALIVE.keySet()) ? KEEP_ALIVE : Map.of();
    } catch (IOException e) {
      return Map.of();
    }
  }

  /// Helidon logs why it could not start but does not tell; binding once more does.
  private static IOException whyNot(Settings settings) {
    InetSocketAddress wanted = new InetSocketAddress(settings.address(), settings.port());
    try (ServerSocket again = new ServerSocket()) {
      again.bind(wanted);
      return new IOException("cannot listen on " + wanted + "; the log says why");
    } catch (IOException e) {
      return new IOException("cannot listen on " + wanted + ": " + e.getMessage(), e);
    }
  }
}
