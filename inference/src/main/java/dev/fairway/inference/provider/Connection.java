package dev.fairway.inference.provider;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection, as a blocking caller sees it. The event loop puts pieces of the answer into an
/// inbox; it reads from the socket only when the caller waits on an empty one, so a slow caller
/// slows the provider instead of filling memory.
final class Connection extends ChannelInboundHandlerAdapter {
  private final BlockingQueue<Piece> inbox = new LinkedBlockingQueue<>();
  private @Nullable Channel channel;
  private boolean interim;
  private boolean keepAlive;
  private volatile boolean wanted;
  private volatile boolean idle;

  /// What arrives, in this order: a head, bytes, an end; broken at any time.
  sealed interface Piece {
    record Head(int status, HttpHeaders headers) implements Piece {}

    record Bytes(byte[] bytes) implements Piece {}

    record End(boolean reusable) implements Piece {}

    record Broken(Throwable cause) implements Piece {}
  }

  ChannelFuture send(FullHttpRequest request) {
    idle = false;
    return channel().writeAndFlush(request);
  }

  /// The next piece, or null when none came in time.
  @Nullable Piece next(long nanos) throws InterruptedException {
    Piece ready = inbox.poll();
    if (ready != null) {
      return ready;
    }
    wanted = true;
    channel().read();
    return inbox.poll(nanos, TimeUnit.NANOSECONDS);
  }

  /// Waits for the next use. The read that stays outstanding notices a provider that hangs up.
  void rest() {
    idle = true;
    channel().read();
  }

  boolean usable() {
    return channel().isActive() && inbox.isEmpty();
  }

  Channel channel() {
    Channel known = channel;
    if (known == null) {
      throw new IllegalStateException("not connected yet");
    }
    return known;
  }

  void close() {
    var _ = channel().close();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (idle) {
        var _ = context.close(); // nobody asked for anything
      } else if (message instanceof HttpObject object) {
        take(context, object);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void take(ChannelHandlerContext context, HttpObject object) {
    if (object.decoderResult().isFailure()) {
      put(new Piece.Broken(object.decoderResult().cause()));
      var _ = context.close();
      return;
    }
    if (object instanceof HttpResponse response) {
      interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
      if (!interim) {
        keepAlive = !isStream() && HttpUtil.isKeepAlive(response);
        put(new Piece.Head(response.status().code(), response.headers()));
      }
    }
    if (object instanceof HttpContent content && !interim) {
      content(content);
    }
  }

  /// A stream of HTTP/2 serves one exchange only.
  private boolean isStream() {
    return channel() instanceof Http2StreamChannel;
  }

  private void content(HttpContent content) {
    ByteBuf buffer = content.content();
    if (buffer.isReadable()) {
      byte[] bytes = new byte[buffer.readableBytes()];
      buffer.readBytes(bytes);
      put(new Piece.Bytes(bytes));
    }
    if (content instanceof LastHttpContent) {
      put(new Piece.End(keepAlive));
    }
  }

  private void put(Piece piece) {
    wanted = false;
    inbox.add(piece);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (wanted) {
      context.read();
    }
  }

  /// A stream that the provider refused was not worked on, RFC 9113 section 8.7.
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof Http2ResetFrame reset) {
      put(
          new Piece.Broken(
              reset.errorCode() == Http2Error.REFUSED_STREAM.code()
                  ? new StreamRefused()
                  : new IOException("the provider reset the stream")));
    }
    context.fireUserEventTriggered(event);
  }

  /// The provider did not begin to work.
  static final class StreamRefused extends IOException {
    private static final long serialVersionUID = 1;

    StreamRefused() {
      super("the provider refused the stream");
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    put(new Piece.Broken(new IOException("the provider closed the connection")));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    put(new Piece.Broken(cause));
    var _ = context.close();
  }
}
