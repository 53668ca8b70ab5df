package dev.fairway.gateway.http;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.provider.Dialer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The connections to providers of one event loop, and the clock of their calls. For that loop
/// only.
final class UpstreamPool {
  private static final long KEEP_UNUSED = TimeUnit.SECONDS.toNanos(15);
  private static final int MAX_UNUSED_PER_TARGET = 256;
  private static final long TICK_MILLIS = 100;

  private final EventLoop loop;
  private final Dialer dialer;
  private final Map<UpstreamTarget, ArrayDeque<Unused>> unused = new HashMap<>();
  private final Set<UpstreamConnection> all = new HashSet<>();
  private final byte[] scratch = new byte[16 * 1024];

  private record Unused(UpstreamConnection connection, long since) {}

  /// A call that can be given up.
  interface Ticket {
    void cancel();

    /// Reads on after whoever reads the answer has caught up.
    void resume();
  }

  UpstreamPool(EventLoop loop, Dialer dialer) {
    this.loop = loop;
    this.dialer = dialer;
    var _ =
        loop.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// For what is looked at in passing; nobody keeps anything there.
  byte[] scratch() {
    return scratch;
  }

  long now() {
    return System.nanoTime();
  }

  /// Sends a request over a kept connection or a new one.
  ///
  /// @param request head and body in one buffer; released here
  /// @param nanos that the whole call may take
  Ticket send(UpstreamTarget target, ByteBuf request, UpstreamCall call, long nanos) {
    Sending sending = new Sending(target, request, call, now() + nanos);
    UpstreamConnection kept = kept(target);
    if (kept == null) {
      sending.dial();
    } else {
      sending.on(kept);
    }
    return sending;
  }

  private @Nullable UpstreamConnection kept(UpstreamTarget target) {
    ArrayDeque<Unused> waiting = unused.get(target);
    if (waiting == null) {
      return null;
    }
    for (Unused next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
      if (next.connection.isOpen()) {
        return next.connection;
      }
    }
    return null;
  }

  void give(UpstreamConnection connection) {
    ArrayDeque<Unused> waiting =
        unused.computeIfAbsent(connection.target(), _ -> new ArrayDeque<>());
    if (waiting.size() < MAX_UNUSED_PER_TARGET) {
      waiting.addFirst(new Unused(connection, now()));
    } else {
      connection.close();
    }
  }

  void forget(UpstreamConnection connection) {
    all.remove(connection);
  }

  private void tick() {
    long now = now();
    for (UpstreamConnection connection : all.toArray(UpstreamConnection[]::new)) {
      connection.check(now);
    }
    unused
        .values()
        .removeIf(waiting -> {
          while (!waiting.isEmpty() && now - waiting.peekLast().since > KEEP_UNUSED) {
            waiting.pollLast().connection.close();
          }
          return waiting.isEmpty();
        });
  }

  void close() {
    for (UpstreamConnection connection : all.toArray(UpstreamConnection[]::new)) {
      connection.close();
    }
  }

  /// One request on its way.
  private final class Sending implements Ticket {
    private final UpstreamTarget target;
    private final ByteBuf request;
    private final UpstreamCall call;
    private final long deadline;
    private @Nullable UpstreamConnection connection;
    private boolean cancelled;

    Sending(UpstreamTarget target, ByteBuf request, UpstreamCall call, long deadline) {
      this.target = target;
      this.request = request;
      this.call = call;
      this.deadline = deadline;
    }

    void dial() {
      Future<Channel> dialling = dialer.dial(loop, target.endpoint());
      dialling.addListener((Future<Channel> opened) -> {
        if (opened.isSuccess()) {
          adopt(opened.getNow());
        } else {
          request.release();
          if (!cancelled) {
            call.failed(failure(opened.cause()));
          }
        }
      });
    }

    private void adopt(Channel channel) {
      UpstreamConnection opened = new UpstreamConnection(UpstreamPool.this, target, channel);
      channel.pipeline().addLast(opened);
      all.add(opened);
      if (cancelled) {
        request.release();
        opened.close();
      } else {
        on(opened);
      }
    }

    void on(UpstreamConnection ready) {
      connection = ready;
      ready.send(request, call, now(), deadline);
    }

    private static ModelFailure failure(Throwable cause) {
      return cause instanceof ModelFailureException known
          ? known.failure()
          : new ModelFailure.Unavailable("cannot connect: " + cause, null, null, false);
    }

    @Override
    public void cancel() {
      cancelled = true;
      UpstreamConnection busy = connection;
      if (busy != null) {
        busy.cancel(call);
      }
    }

    @Override
    public void resume() {
      UpstreamConnection busy = connection;
      if (busy != null) {
        busy.resume(call);
      }
    }
  }
}
