package dev.fairway.gateway.http;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailure.TimedOut.Phase;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/// One connection to a provider, for one call at a time. For its event loop only.
final class UpstreamConnection extends ChannelInboundHandlerAdapter implements ResponseReader.Sink {
  private final UpstreamPool pool;
  private final UpstreamTarget target;
  private final Channel channel;
  private final ResponseReader reader = new ResponseReader(this);
  private @Nullable UpstreamCall call;
  private boolean used;
  private boolean answering;
  private long waitingSince;
  private long deadline;

  UpstreamConnection(UpstreamPool pool, UpstreamTarget target, Channel channel) {
    this.pool = pool;
    this.target = target;
    this.channel = channel;
  }

  UpstreamTarget target() {
    return target;
  }

  /// Sends one request.
  ///
  /// @param request head and body in one buffer, so that one system call takes both; released here
  /// @param until by the monotonic clock, when the whole call is over
  void send(ByteBuf request, UpstreamCall next, long now, long until) {
    call = next;
    answering = false;
    waitingSince = now;
    deadline = until;
    // A write that fails closes the channel, which is where the failure is noticed.
    var _ = channel.writeAndFlush(request, channel.voidPromise());
    channel.read();
  }

  /// Whether a call that broke before anything of its answer came may have met a connection which
  /// the provider was just closing.
  boolean wasStale() {
    return used && !answering;
  }

  /// Reads on after whoever reads the answer has caught up.
  void resume(UpstreamCall reading) {
    if (reading.equals(call)) {
      channel.read();
    }
  }

  /// The caller has gone: closing is what tells the provider to stop.
  void cancel(UpstreamCall given) {
    if (given.equals(call)) {
      call = null;
      close();
    }
  }

  void close() {
    var _ = channel.close();
  }

  boolean isOpen() {
    return channel.isActive();
  }

  /// Looks at the clock, now and then.
  void check(long now) {
    UpstreamCall waiting = call;
    if (waiting == null) {
      return;
    }
    if (now - deadline >= 0) {
      fail(new ModelFailure.TimedOut("no complete answer in time", Phase.TOTAL));
    } else if (waiting.keepsUp() && now - waitingSince >= patience()) {
      fail(
          new ModelFailure.TimedOut(
              "nothing arrived for " + (now - waitingSince) / 1_000_000 + " ms",
              answering ? Phase.IDLE : Phase.FIRST_BYTE));
    }
  }

  private long patience() {
    return answering ? target.timeouts().idle().toNanos() : target.timeouts().firstByte().toNanos();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (call == null) {
        close(); // nobody asked for anything
      } else {
        waitingSince = pool.now();
        reader.read(bytes);
      }
    } catch (MalformedResponse e) {
      fail(new ModelFailure.Malformed("the provider's answer is no sound HTTP: " + e.getMessage()));
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    UpstreamCall reading = call;
    if (reading == null) {
      context.read(); // so that a provider that hangs up is noticed
      return;
    }
    reading.pause();
    if (reading.keepsUp()) {
      context.read();
    }
  }

  @Override
  public void head(ResponseHead head) {
    answering = true;
    UpstreamCall reading = call;
    if (reading != null) {
      reading.answered(head);
    }
  }

  @Override
  public void body(ByteBuf buffer, int index, int length) {
    UpstreamCall reading = call;
    if (reading != null) {
      reading.body(buffer, index, length);
    }
  }

  @Override
  public void end(boolean reusable) {
    UpstreamCall done = call;
    if (done == null) {
      return;
    }
    call = null;
    used = true;
    if (reusable) {
      pool.give(this);
    } else {
      close();
    }
    done.ended();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    pool.forget(this);
    if (call != null && !reader.close()) {
      fail(
          new ModelFailure.Unavailable(
              answering
                  ? "the provider broke off its answer"
                  : "the provider closed the connection before it answered",
              null,
              null,
              true));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(
        new ModelFailure.Unavailable(
            "the connection to the provider broke: " + cause.getMessage(), null, null, true));
  }

  private void fail(ModelFailure failure) {
    UpstreamCall failed = call;
    call = null;
    close();
    if (failed != null) {
      failed.failed(failure);
    }
  }
}
