package dev.fairway.inference.provider;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// One HTTP/2 connection to a provider, on which every exchange has a stream of its own. Any thread
/// may open streams.
final class Http2Session {
  /// What a provider that names no limit is taken to allow.
  private static final int STREAMS_UNLESS_TOLD = 100;

  private static final int MAX_HEAD_BYTES = 32 * 1024;

  /// As much of an answer as is taken before the caller has read it.
  private static final int WINDOW_BYTES = 1024 * 1024;

  private final Channel channel;
  private final AtomicInteger streams = new AtomicInteger();
  private volatile int maxStreams = STREAMS_UNLESS_TOLD;
  private volatile boolean leaving;

  private Http2Session(Channel channel) {
    this.channel = channel;
  }

  /// Takes over a connection whose TLS handshake chose HTTP/2. Called on its event loop.
  static Http2Session on(Channel channel) {
    Http2Session session = new Http2Session(channel);
    channel
        .pipeline()
        .addLast(
            Http2FrameCodecBuilder.forClient()
                .initialSettings(
                    Http2Settings.defaultSettings()
                        .pushEnabled(false)
                        .initialWindowSize(WINDOW_BYTES)
                        .maxHeaderListSize(MAX_HEAD_BYTES))
                .build())
        .addLast(new Http2MultiplexHandler(new Refusal()))
        .addLast(session.new Control());
    channel.config().setAutoRead(true); // streams have their own flow control
    return session;
  }

  /// A stream for one exchange; empty when this connection takes no more.
  Optional<Connection> open(Deadline deadline) throws InterruptedException {
    if (!takesMore()) {
      return Optional.empty();
    }
    Connection connection = new Connection();
    Future<Http2StreamChannel> opening =
        new Http2StreamChannelBootstrap(channel)
            .option(ChannelOption.AUTO_READ, false)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel stream) {
                    stream
                        .pipeline()
                        .addLast(new Http2StreamFrameToHttpObjectCodec(false))
                        .addLast(connection);
                  }
                })
            .open();
    boolean opened = opening.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    if (!opened || !opening.isSuccess()) {
      streams.decrementAndGet();
      return Optional.empty();
    }
    opening.getNow().closeFuture().addListener(_ -> streams.decrementAndGet());
    return Optional.of(connection);
  }

  /// Counts a stream in when there is room for it.
  private boolean takesMore() {
    if (leaving || !channel.isActive()) {
      return false;
    }
    if (streams.incrementAndGet() <= maxStreams) {
      return true;
    }
    streams.decrementAndGet();
    return false;
  }

  boolean usable() {
    return !leaving && channel.isActive();
  }

  boolean unused() {
    return streams.get() == 0;
  }

  Channel channel() {
    return channel;
  }

  void close() {
    var _ = channel.close();
  }

  /// Frames that concern the whole connection.
  private final class Control extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      switch (frame) {
        case Http2SettingsFrame told -> {
          Long most = told.settings().maxConcurrentStreams();
          maxStreams = most == null ? maxStreams : (int) Math.min(most, Integer.MAX_VALUE);
        }
        case Http2GoAwayFrame _ -> leaving = true;
        default -> {}
      }
      ReferenceCountUtil.release(frame);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }
  }

  /// Providers do not open streams; pushes are switched off.
  private static final class Refusal extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel stream) {
      var _ = stream.close();
    }
  }
}
