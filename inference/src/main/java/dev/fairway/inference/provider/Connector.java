package dev.fairway.inference.provider;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Opens connections: an allowed address, TLS, and the version of HTTP that the provider chooses in
/// the handshake. Without TLS it is HTTP/1.1.
final class Connector {
  private static final int MAX_STATUS_LINE_BYTES = 8 * 1024;
  private static final int MAX_HEAD_BYTES = 32 * 1024;
  private static final int READ_BYTES = 16 * 1024;

  private final EventLoopGroup loops;
  private final Transport transport;
  private final TlsContexts contexts = new TlsContexts();

  Connector(EventLoopGroup loops, Transport transport) {
    this.loops = loops;
    this.transport = transport;
  }

  /// What a new connection speaks.
  sealed interface Opened {
    record Http1(Connection connection) implements Opened {}

    record Http2(Http2Session session) implements Opened {}
  }

  /// Tries the allowed addresses of the host in turn.
  Opened connect(Endpoint endpoint, Deadline deadline) throws InterruptedException {
    Deadline connected = deadline.atMost(endpoint.timeouts().connect());
    ModelFailureException last = null;
    for (InetAddress address : endpoint.egress().resolve(endpoint.host())) {
      try {
        return connect(endpoint, address, connected);
      } catch (ModelFailureException e) {
        if (connected.remainingNanos() <= 0) {
          throw e;
        }
        last = e;
      }
    }
    throw last == null ? new IllegalStateException("a host without addresses") : last;
  }

  private Opened connect(Endpoint endpoint, InetAddress address, Deadline deadline)
      throws InterruptedException {
    SslHandler tls = endpoint.secure() ? contexts.handler(endpoint, true) : null;
    Promise<Opened> opened = loops.next().newPromise();
    ChannelFuture opening =
        bootstrap(tls, opened).connect(new InetSocketAddress(address, endpoint.port()));
    try {
      await(opening, deadline, endpoint);
      if (tls != null) {
        await(tls.handshakeFuture(), deadline, endpoint);
      }
      await(opened, deadline, endpoint);
      return opened.getNow();
    } catch (ModelFailureException | InterruptedException e) {
      var _ = opening.channel().close();
      throw e;
    }
  }

  private Bootstrap bootstrap(@Nullable SslHandler tls, Promise<Opened> opened) {
    return new Bootstrap()
        .group(loops)
        .channel(transport.socket())
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                if (tls == null) {
                  opened.setSuccess(http1(channel));
                } else {
                  channel.pipeline().addLast(tls).addLast(new Negotiation(opened));
                }
              }
            });
  }

  /// Sets up what the provider chose. A provider of HTTP/2 speaks first, perhaps in the very bytes
  /// that end the handshake; they wait here until the pipeline stands.
  private static final class Negotiation extends ApplicationProtocolNegotiationHandler {
    private final Promise<Opened> opened;

    Negotiation(Promise<Opened> opened) {
      super(ApplicationProtocolNames.HTTP_1_1);
      this.opened = opened;
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext context, String protocol) {
      boolean http2 = protocol.equals(ApplicationProtocolNames.HTTP_2);
      opened.setSuccess(http2 ? http2(context.channel()) : http1(context.channel()));
    }

    /// The handshake's own future tells the caller.
    @Override
    protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }

  private static Opened http1(Channel channel) {
    Connection connection = new Connection();
    channel
        .pipeline()
        .addLast(new HttpClientCodec(MAX_STATUS_LINE_BYTES, MAX_HEAD_BYTES, READ_BYTES))
        .addLast(connection);
    return new Opened.Http1(connection);
  }

  private static Opened http2(Channel channel) {
    return new Opened.Http2(Http2Session.on(channel));
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
              "cannot connect to %s: %s".formatted(endpoint.authority(), TlsContexts.reason(cause)),
              null,
              null,
              false),
          cause);
    }
  }
}
