package dev.fairway.inference.provider;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Opens connections for HTTP/1.1 on a given event loop, without blocking it: names are looked up
/// on a virtual thread, and only allowed addresses are tried. Thread-safe.
public final class Dialer {
  private final Transport transport;
  private final TlsContexts contexts = new TlsContexts();

  public Dialer(Transport transport) {
    this.transport = transport;
  }

  /// A connection that stands, TLS included. It reads only when asked to and has no handler but
  /// that of TLS.
  ///
  /// @return fails with a [ModelFailureException]
  public Future<Channel> dial(EventLoop loop, Endpoint endpoint) {
    Promise<Channel> opened = loop.newPromise();
    Thread.startVirtualThread(() -> {
      try {
        List<InetAddress> addresses = endpoint.egress().resolve(endpoint.host());
        loop.execute(() -> next(loop, endpoint, addresses.iterator(), opened));
      } catch (ModelFailureException e) {
        opened.setFailure(e);
      }
    });
    return opened;
  }

  private void next(
      EventLoop loop, Endpoint endpoint, Iterator<InetAddress> addresses, Promise<Channel> opened) {
    SslHandler tls;
    try {
      tls = endpoint.secure() ? contexts.handler(endpoint, false) : null;
    } catch (ModelFailureException e) {
      opened.setFailure(e);
      return;
    }
    ChannelFuture opening =
        bootstrap(loop, endpoint, tls)
            .connect(new InetSocketAddress(addresses.next(), endpoint.port()));
    Future<Channel> ready = tls == null ? null : tls.handshakeFuture();
    opening.addListener(connected -> {
      if (!connected.isSuccess() || ready == null) {
        settle(loop, endpoint, addresses, opened, opening.channel(), connected.cause());
      } else {
        ready.addListener(
            shaken -> settle(loop, endpoint, addresses, opened, opening.channel(), shaken.cause()));
      }
    });
  }

  private void settle(
      EventLoop loop,
      Endpoint endpoint,
      Iterator<InetAddress> addresses,
      Promise<Channel> opened,
      Channel channel,
      @Nullable Throwable failure) {
    if (failure == null) {
      opened.setSuccess(channel);
      return;
    }
    var _ = channel.close();
    if (addresses.hasNext()) {
      next(loop, endpoint, addresses, opened);
      return;
    }
    opened.setFailure(
        new ModelFailureException(
            new ModelFailure.Unavailable(
                "cannot connect to %s: %s"
                    .formatted(endpoint.authority(), TlsContexts.reason(failure)),
                null,
                null,
                false),
            failure));
  }

  private Bootstrap bootstrap(EventLoop loop, Endpoint endpoint, @Nullable SslHandler tls) {
    long limit = Math.min(endpoint.timeouts().connect().toMillis(), Integer.MAX_VALUE);
    if (tls != null) {
      tls.setHandshakeTimeoutMillis(limit);
    }
    return new Bootstrap()
        .group(loop)
        .channel(transport.socket())
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limit)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                if (tls != null) {
                  channel.pipeline().addLast(tls);
                }
              }
            });
  }
}
