package dev.fairway.gateway.http;

import dev.fairway.inference.chat.ModelFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection of a client, one request at a time. Requests that are sent ahead wait; a bounded
/// read stays outstanding meanwhile, so that a client that leaves is noticed. For its event loop.
final class ClientConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
  private static final ByteBuf CONTINUE =
      Unpooled.unreleasableBuffer(
          Unpooled.directBuffer()
              .writeBytes("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
              .asReadOnly());
  private static final byte[] EMPTY = {};

  private final Channel channel;
  private final UpstreamPool upstreams;
  private final RequestHandler handler;
  private final Gate gate;
  private final ArrayDeque<HttpObject> ahead = new ArrayDeque<>();
  private @Nullable HttpRequest head;
  private byte[] body = EMPTY;
  private int length;
  private @Nullable ClientExchange current;
  private @Nullable Runnable whenWritable;
  private boolean refused;

  /// What is the same for all connections of a listener.
  interface Gate {
    /// Longest body that is taken.
    int maxBodyBytes();

    /// Whether the listener takes no more requests and connections shall end.
    boolean isDraining();

    /// Answers what is no request, or more than is taken.
    void refuse(ClientExchange exchange, int status, String why);
  }

  ClientConnection(Channel channel, UpstreamPool upstreams, RequestHandler handler, Gate gate) {
    this.channel = channel;
    this.upstreams = upstreams;
    this.handler = handler;
    this.gate = gate;
  }

  Channel channel() {
    return channel;
  }

  UpstreamPool upstreams() {
    return upstreams;
  }

  void whenWritable(Runnable task) {
    whenWritable = task;
  }

  void log(ModelFailure failure) {
    LOG.atDebug().addKeyValue("reason", failure.reason()).log("answer broke off");
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof HttpObject object) || refused) {
      ReferenceCountUtil.release(message);
    } else if (current != null) {
      ahead.add(object);
    } else {
      take(object);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (current == null || ahead.isEmpty()) {
      context.read();
    }
  }

  private void take(HttpObject object) {
    try {
      if (object.decoderResult().isFailure()) {
        refuse(object, statusOf(object.decoderResult().cause()));
      } else if (object instanceof HttpRequest request) {
        begin(request);
      }
      if (object instanceof HttpContent content && head != null && !refused) {
        content(content);
      }
    } finally {
      ReferenceCountUtil.release(object);
    }
  }

  private static int statusOf(Throwable cause) {
    return switch (cause) {
      case io.netty.handler.codec.http.TooLongHttpHeaderException _ -> 431;
      case io.netty.handler.codec.http.TooLongHttpLineException _ -> 414;
      default -> 400;
    };
  }

  private void begin(HttpRequest request) {
    head = request;
    length = 0;
    long announced = HttpUtil.getContentLength(request, 0L);
    if (announced > gate.maxBodyBytes()) {
      refuse(request, 413);
    } else if (HttpUtil.is100ContinueExpected(request)) {
      var _ = channel.writeAndFlush(CONTINUE.duplicate());
    }
  }

  private void content(HttpContent content) {
    ByteBuf bytes = content.content();
    int more = bytes.readableBytes();
    boolean last = content instanceof LastHttpContent;
    if (length + (long) more > gate.maxBodyBytes()) {
      refuse(content, 413);
    } else if (last && length == 0) {
      handle(more == 0 ? EMPTY : ByteBufUtil.getBytes(bytes));
    } else {
      append(bytes, more);
      if (last) {
        handle(java.util.Arrays.copyOf(body, length));
        body = EMPTY;
      }
    }
  }

  private void append(ByteBuf bytes, int more) {
    if (length + more > body.length) {
      int doubled = Math.min(gate.maxBodyBytes(), 2 * body.length);
      body = java.util.Arrays.copyOf(body, Math.max(doubled, length + more));
    }
    bytes.getBytes(bytes.readerIndex(), body, length, more);
    length += more;
  }

  private void handle(byte[] complete) {
    HttpRequest request = head;
    head = null;
    if (request != null) {
      ClientExchange exchange = new ClientExchange(this, request, complete, System.nanoTime());
      current = exchange;
      handler.handle(exchange);
    }
  }

  /// Answers and ends the connection: what follows on it cannot be trusted to be a request.
  private void refuse(HttpObject object, int status) {
    refused = true;
    HttpRequest request = object instanceof HttpRequest known ? known : head;
    body = EMPTY;
    if (request == null) {
      var _ = channel.close();
      return;
    }
    ClientExchange exchange = new ClientExchange(this, request, EMPTY, System.nanoTime());
    current = exchange;
    gate.refuse(exchange, status, String.valueOf(object.decoderResult().cause()));
  }

  /// Whether the connection ends with the answer to this request.
  boolean isLast(HttpRequest request) {
    return refused || gate.isDraining() || !HttpUtil.isKeepAlive(request);
  }

  void answered(ClientExchange exchange) {
    current = null;
    whenWritable = null;
    if (isLast(request(exchange))) {
      var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    while (current == null && !ahead.isEmpty() && !refused) {
      take(ahead.poll());
    }
    channel.read();
  }

  private static HttpRequest request(ClientExchange exchange) {
    return exchange.request();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    Runnable waiting = whenWritable;
    if (waiting != null && channel.isWritable()) {
      waiting.run();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ClientExchange interrupted = current;
    current = null;
    ahead.forEach(ReferenceCountUtil::release);
    ahead.clear();
    if (interrupted != null) {
      interrupted.gone();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }
}
