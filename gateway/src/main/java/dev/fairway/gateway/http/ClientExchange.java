package dev.fairway.gateway.http;

import dev.fairway.inference.chat.ModelFailure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One complete request of a client, and the way to answer it. Its methods may be called from any
/// thread unless they say otherwise.
public final class ClientExchange {
  private final ClientConnection connection;
  private final HttpRequest request;
  private final byte[] body;
  private final long receivedNanos;
  private final List<Runnable> whenGone = new ArrayList<>(1);
  private @Nullable AnswerWriter writer;
  private boolean done;

  ClientExchange(
      ClientConnection connection, HttpRequest request, byte[] body, long receivedNanos) {
    this.connection = connection;
    this.request = request;
    this.body = body;
    this.receivedNanos = receivedNanos;
  }

  /// In upper case.
  public String method() {
    return request.method().name();
  }

  /// The path as it came, without the query.
  public String path() {
    String uri = request.uri();
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  /// What follows the question mark; null when there is none.
  public @Nullable String query() {
    int query = request.uri().indexOf('?');
    return query < 0 ? null : request.uri().substring(query + 1);
  }

  /// The value of the first header of that name, in any case.
  public @Nullable String header(CharSequence name) {
    return request.headers().get(name);
  }

  HttpHeaders headers() {
    return request.headers();
  }

  /// Shared, not copied: treat it as constant.
  public byte[] body() {
    return body;
  }

  /// When its last byte had arrived, by the monotonic clock.
  public long receivedNanos() {
    return receivedNanos;
  }

  HttpRequest request() {
    return request;
  }

  boolean isNewest() {
    return request.protocolVersion().equals(HttpVersion.HTTP_1_1);
  }

  /// Runs on the event loop of the connection, now if this is it.
  public void onLoop(Runnable task) {
    EventLoop loop = channel().eventLoop();
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  /// Runs on the event loop after a while.
  public void after(Duration wait, Runnable task) {
    var _ = channel().eventLoop().schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Runs, on the event loop, each time the client has caught up with what was written.
  public void whenWritable(Runnable task) {
    connection.whenWritable(task);
  }

  /// Runs on the event loop when the client leaves before its answer is complete; at once when it
  /// has left already. On the event loop only.
  public void whenGone(Runnable task) {
    if (!done && !channel().isActive()) {
      task.run();
    } else {
      whenGone.add(task);
    }
  }

  /// Answers with a body that is complete.
  public void answer(AnswerHead head, byte[] bytes) {
    onLoop(() -> {
      begin(head, bytes.length);
      write(bytes);
      end();
    });
  }

  /// Begins an answer. On the event loop only, like all that writes pieces.
  ///
  /// @param length bytes of the body, -1 when not known yet
  public void begin(AnswerHead head, long length) {
    if (!done) {
      writer = AnswerWriter.begin(channel(), head, length, isNewest(), connection.isLast(request));
    }
  }

  public boolean hasBegun() {
    return writer != null;
  }

  public void write(byte[] bytes) {
    if (writer != null && !done) {
      writer.body(bytes);
    }
  }

  void write(ByteBuf bytes, int index, int length) {
    if (writer != null && !done) {
      writer.body(bytes, index, length);
    }
  }

  /// Sends what has been written so far.
  public void flush() {
    if (writer != null && !done) {
      writer.flush();
    }
  }

  public void end() {
    if (writer != null && !done) {
      done = true;
      writer.end();
      connection.answered(this);
    }
  }

  /// Ends an answer that cannot be completed: the client sees the connection close.
  public void abort() {
    if (!done) {
      done = true;
      if (writer != null) {
        writer.flush();
      }
      var _ = channel().close();
    }
  }

  /// Whether the client takes what is written as fast as it comes.
  public boolean keepsUp() {
    return channel().isWritable();
  }

  /// Sends a request to a provider and passes its answer on as it comes; when the client leaves,
  /// the call is cancelled. On the event loop only.
  ///
  /// @return cancels the call
  public Runnable passThrough(UpstreamRequest request, PassThrough.Observer observer) {
    UpstreamPool pool = connection.upstreams();
    PassThrough call = new PassThrough(this, observer, request.cutsUsage(), pool.scratch());
    UpstreamPool.Ticket ticket =
        pool.send(request.target(), request.bytes(channel().alloc()), call, request.limitNanos());
    call.bind(ticket);
    whenGone(ticket::cancel);
    return ticket::cancel;
  }

  void gone() {
    if (done) {
      return;
    }
    done = true;
    if (writer != null) {
      writer.discard();
    }
    whenGone.forEach(Runnable::run);
  }

  Channel channel() {
    return connection.channel();
  }

  /// A failure that cannot be told to the client any more ends its connection.
  void broken(ModelFailure failure) {
    connection.log(failure);
    abort();
  }
}
