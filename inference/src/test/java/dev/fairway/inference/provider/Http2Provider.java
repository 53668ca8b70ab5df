package dev.fairway.inference.provider;

import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Usage;
import dev.fairway.inference.dialect.OpenAiDialect;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;

/// A provider that speaks HTTP/2 over TLS and answers by what the user says: `hello`, `refuse`
/// (once per call), `hang`, `leave` (answers, and takes nothing more on that connection).
final class Http2Provider implements AutoCloseable {
  private final EventLoopGroup loops = Transport.NIO.loops(1, "http2-provider");
  private final Channel listener;
  private final int maxStreams;
  private final AtomicInteger connections = new AtomicInteger();
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private final Queue<ChannelHandlerContext> hanging = new ConcurrentLinkedQueue<>();

  Http2Provider(TestKeys keys, int maxStreams) throws SSLException, InterruptedException {
    this.maxStreams = maxStreams;
    SslContext tls =
        SslContextBuilder.forServer(keys.managers())
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_2))
            .build();
    this.listener =
        new ServerBootstrap()
            .group(loops)
            .channel(Transport.NIO.listener())
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    connections.incrementAndGet();
                    channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                    speak(channel);
                  }
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
  }

  private void speak(Channel channel) {
    channel
        .pipeline()
        .addLast(
            Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings().maxConcurrentStreams(maxStreams))
                .build())
        .addLast(
            new Http2MultiplexHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel stream) {
                    stream.pipeline().addLast(new Answering());
                  }
                }));
  }

  int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /// How many connections were opened so far.
  int connections() {
    return connections.get();
  }

  /// The next thing that happened: `asked hang`, `reset`.
  String next() throws InterruptedException {
    String happened = seen.poll(20, TimeUnit.SECONDS);
    return happened == null ? "nothing" : happened;
  }

  /// Answers what hangs.
  void answerAll() {
    for (ChannelHandlerContext stream = hanging.poll(); stream != null; stream = hanging.poll()) {
      answer(stream);
    }
  }

  private final class Answering extends SimpleChannelInboundHandler<Http2StreamFrame> {
    private final StringBuilder body = new StringBuilder();

    @Override
    protected void channelRead0(ChannelHandlerContext stream, Http2StreamFrame frame) {
      if (frame instanceof Http2DataFrame data) {
        body.append(data.content().toString(StandardCharsets.UTF_8));
      }
      boolean end =
          switch (frame) {
            case Http2DataFrame data -> data.isEndStream();
            case Http2HeadersFrame head -> head.isEndStream();
            default -> false;
          };
      if (end) {
        decide(stream);
      }
    }

    private void decide(ChannelHandlerContext stream) {
      if (body.indexOf("\"hang\"") >= 0) {
        hanging.add(stream);
        seen.add("asked hang");
      } else if (body.indexOf("\"refuse\"") >= 0) {
        var _ = stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.REFUSED_STREAM));
      } else {
        if (body.indexOf("\"leave\"") >= 0) {
          var _ =
              stream
                  .channel()
                  .parent()
                  .writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
        }
        answer(stream);
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext stream, Object event) {
      if (event instanceof Http2ResetFrame) {
        seen.add("reset");
      }
    }
  }

  private static void answer(ChannelHandlerContext stream) {
    byte[] body =
        OpenAiDialect.standard()
            .writeResponse(ChatResponse.of("m", "hello", Usage.of(1, 1)), Instant.EPOCH);
    var _ =
        stream.write(
            new DefaultHttp2HeadersFrame(
                new DefaultHttp2Headers().status("200").set("content-type", "application/json")));
    var _ = stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body), true));
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
