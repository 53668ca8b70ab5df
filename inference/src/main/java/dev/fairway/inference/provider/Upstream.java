package dev.fairway.inference.provider;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The shared transport: HTTP/1.1 over Netty with kept connections per provider. One per process,
/// for any number of threads; whoever made it closes it, which ends every call under way.
public final class Upstream implements AutoCloseable {
  /// Shorter than what common servers keep an unused connection open, so that a call seldom meets
  /// one that is just being closed.
  private static final Duration KEEP_UNUSED = Duration.ofSeconds(4);

  private static final int MAX_UNUSED_PER_PROVIDER = 64;
  private static final int MAX_STATUS_LINE_BYTES = 8 * 1024;
  private static final int MAX_HEAD_BYTES = 32 * 1024;
  private static final int READ_BYTES = 16 * 1024;

  private final EventLoopGroup loops;
  private final Map<Place, ConcurrentLinkedDeque<Connection>> unused = new ConcurrentHashMap<>();
  private final Map<Tls, SslContext> contexts = new ConcurrentHashMap<>();

  /// A transport with as many event loops as there are processors.
  public Upstream() {
    this.loops =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(),
            new DefaultThreadFactory("fairway-upstream", true),
            NioIoHandler.newFactory());
  }

  /// Everything that makes two connections interchangeable.
  private record Place(String host, int port, boolean secure, Tls tls, Egress egress) {
    static Place of(Endpoint endpoint) {
      return new Place(
          endpoint.host(), endpoint.port(), endpoint.secure(), endpoint.tls(), endpoint.egress());
    }
  }

  /// A connection for one exchange: a kept one if there is any. Give it back by [#giveBack] or
  /// close it.
  Connection connection(Endpoint endpoint, Deadline deadline) throws InterruptedException {
    ConcurrentLinkedDeque<Connection> kept = unused(endpoint);
    for (Connection next = kept.pollFirst(); next != null; next = kept.pollFirst()) {
      if (next.usable()) {
        return next;
      }
      next.close();
    }
    return connect(endpoint, deadline);
  }

  void giveBack(Endpoint endpoint, Connection connection) {
    ConcurrentLinkedDeque<Connection> kept = unused(endpoint);
    if (kept.size() >= MAX_UNUSED_PER_PROVIDER) {
      connection.close();
      return;
    }
    connection.rest();
    kept.addFirst(connection);
    Channel channel = connection.channel();
    channel.closeFuture().addListener(_ -> kept.remove(connection));
    var _ =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  if (kept.remove(connection)) {
                    connection.close();
                  }
                },
                KEEP_UNUSED.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private ConcurrentLinkedDeque<Connection> unused(Endpoint endpoint) {
    return unused.computeIfAbsent(Place.of(endpoint), _ -> new ConcurrentLinkedDeque<>());
  }

  private Connection connect(Endpoint endpoint, Deadline deadline) throws InterruptedException {
    long limit =
        Math.min(Deadline.saturated(endpoint.timeouts().connect()), deadline.remainingNanos());
    Deadline connected = new Deadline(System.nanoTime() + limit);
    InetSocketAddress address =
        new InetSocketAddress(endpoint.egress().resolve(endpoint.host()), endpoint.port());
    SslHandler tls = endpoint.secure() ? tls(endpoint) : null;
    Connection connection = new Connection();
    ChannelFuture opening = bootstrap(tls, connection).connect(address);
    try {
      await(opening, connected, endpoint);
      if (tls != null) {
        await(tls.handshakeFuture(), connected, endpoint);
      }
      return connection;
    } catch (ModelFailureException | InterruptedException e) {
      var _ = opening.channel().close();
      throw e;
    }
  }

  private Bootstrap bootstrap(@Nullable SslHandler tls, Connection connection) {
    return new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                if (tls != null) {
                  channel.pipeline().addLast(tls);
                }
                channel
                    .pipeline()
                    .addLast(new HttpClientCodec(MAX_STATUS_LINE_BYTES, MAX_HEAD_BYTES, READ_BYTES))
                    .addLast(connection);
              }
            });
  }

  private static void await(Future<?> future, Deadline deadline, Endpoint endpoint)
      throws InterruptedException {
    if (!future.await(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS)) {
      throw new ModelFailureException(
          new ModelFailure.TimedOut(
              "no connection to %s in time".formatted(endpoint.authority()),
              ModelFailure.TimedOut.Phase.CONNECT));
    }
    Throwable cause = future.cause();
    if (cause != null) {
      throw new ModelFailureException(
          new ModelFailure.Unavailable(
              "cannot connect to %s: %s".formatted(endpoint.authority(), reason(cause)),
              null,
              null,
              false),
          cause);
    }
  }

  /// TLS failures hide their cause one level down; only the innermost says anything.
  private static String reason(Throwable cause) {
    Throwable innermost = cause;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String message = innermost.getMessage();
    return message == null ? innermost.getClass().getSimpleName() : message;
  }

  private SslHandler tls(Endpoint endpoint) {
    SslContext context = contexts.computeIfAbsent(endpoint.tls(), Upstream::context);
    // Netty's default buffer pool; the host is what the certificate must name.
    return context.newHandler(ByteBufAllocator.DEFAULT, endpoint.host(), endpoint.port());
  }

  private static SslContext context(Tls tls) {
    SslContextBuilder builder = SslContextBuilder.forClient();
    String bundle = tls.caBundle();
    try {
      if (tls.insecure()) {
        builder
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .endpointIdentificationAlgorithm(null);
      } else if (bundle != null) {
        builder.trustManager(new ByteArrayInputStream(bundle.getBytes(StandardCharsets.US_ASCII)));
      }
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new ModelFailureException(
          new ModelFailure.BadRequest(
              "tls.caBundle holds no certificates that can be read", "tls.caBundle", null),
          e);
    }
  }

  @Override
  public void close() {
    unused.values().forEach(kept -> kept.forEach(Connection::close));
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
