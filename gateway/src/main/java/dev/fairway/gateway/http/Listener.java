package dev.fairway.gateway.http;

import dev.fairway.inference.provider.Dialer;
import dev.fairway.inference.provider.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A port for clients. Whoever opens it closes it: [#drain] first, so that answers under way are
/// finished.
public final class Listener implements AutoCloseable {
  private static final int MAX_LINE_BYTES = 8 * 1024;
  private static final int MAX_HEAD_BYTES = 16 * 1024;
  private static final int BACKLOG = 4_096;

  private final EventLoopGroup loops;
  private final Channel socket;
  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Map<EventLoop, UpstreamPool> pools = new ConcurrentHashMap<>();
  private volatile boolean draining;

  /// Where and how to listen.
  ///
  /// @param port 0 takes a free one
  /// @param tls null speaks plain HTTP
  /// @param maxBodyBytes longest body of a request
  public record Settings(
      String host, int port, int threads, @Nullable SslContext tls, int maxBodyBytes) {}

  /// Answers what is no request, or more than is taken.
  public interface Refusals {
    void refuse(ClientExchange exchange, int status, String why);
  }

  private Listener(EventLoopGroup loops, Channel socket) {
    this.loops = loops;
    this.socket = socket;
  }

  /// Opens the port; a [java.net.BindException] says that it is taken.
  public static Listener open(
      Settings settings, Transport transport, RequestHandler handler, Refusals refusals)
      throws InterruptedException {
    EventLoopGroup loops = transport.loops(settings.threads, "fairway-gateway");
    Opening opening = new Opening(settings, new Dialer(transport), handler, refusals);
    Channel socket =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.listener())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(64 * 1024, 256 * 1024))
            .childHandler(opening)
            .bind(settings.host, settings.port)
            .sync()
            .channel();
    Listener listener = new Listener(loops, socket);
    opening.listener = listener;
    return listener;
  }

  /// The port that was taken.
  public int port() {
    return ((InetSocketAddress) socket.localAddress()).getPort();
  }

  /// Takes no more connections, ends those that wait, and lets answers under way come to their end.
  public void drain(Duration patience) throws InterruptedException {
    draining = true;
    socket.close().sync();
    clients.newCloseFuture().await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    draining = true;
    var _ = socket.close();
    clients.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }

  /// Sets up each new connection.
  private static final class Opening extends ChannelInitializer<Channel> {
    private final Settings settings;
    private final Dialer dialer;
    private final RequestHandler handler;
    private final Refusals refusals;
    private volatile @Nullable Listener listener;

    Opening(Settings settings, Dialer dialer, RequestHandler handler, Refusals refusals) {
      this.settings = settings;
      this.dialer = dialer;
      this.handler = handler;
      this.refusals = refusals;
    }

    @Override
    public boolean isSharable() {
      return true;
    }

    @Override
    protected void initChannel(Channel channel) {
      Listener owner = listener;
      if (owner == null) {
        var _ = channel.close(); // a client in the very moment of opening
        return;
      }
      owner.clients.add(channel);
      if (settings.tls != null) {
        channel.pipeline().addLast(settings.tls.newHandler(channel.alloc()));
      }
      channel
          .pipeline()
          .addLast(
              new HttpRequestDecoder(
                  new HttpDecoderConfig()
                      .setMaxInitialLineLength(MAX_LINE_BYTES)
                      .setMaxHeaderSize(MAX_HEAD_BYTES)
                      .setAllowDuplicateContentLengths(false)))
          .addLast(new ClientConnection(channel, pool(owner, channel), handler, gate(owner)));
      channel.read();
    }

    private UpstreamPool pool(Listener owner, Channel channel) {
      return owner.pools.computeIfAbsent(
          channel.eventLoop(), loop -> new UpstreamPool(loop, dialer));
    }

    private ClientConnection.Gate gate(Listener owner) {
      return new ClientConnection.Gate() {
        @Override
        public int maxBodyBytes() {
          return settings.maxBodyBytes;
        }

        @Override
        public boolean isDraining() {
          return owner.draining;
        }

        @Override
        public void refuse(ClientExchange exchange, int status, String why) {
          refusals.refuse(exchange, status, why);
        }
      };
    }
  }
}
