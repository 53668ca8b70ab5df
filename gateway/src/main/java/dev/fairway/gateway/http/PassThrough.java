package dev.fairway.gateway.http;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A call whose answer goes to the client as it comes. Answers with another status than 200 do not:
/// the observer gets them whole and decides. For one event loop.
public final class PassThrough implements UpstreamCall {
  private static final int MAX_ERROR_BYTES = 64 * 1024;

  private final ClientExchange exchange;
  private final Observer observer;
  private final byte[] scratch;
  private final @Nullable UsageCutter cutter;
  private @Nullable ResponseHead refusal;
  private @Nullable ByteArrayOutputStream refusalBody;
  private AnswerTap tap = new AnswerTap(false);
  private UpstreamPool.@Nullable Ticket ticket;
  private boolean begun;
  private boolean unwanted;

  /// Decides what the bytes do not say. All on the event loop; one of [#refused], [#failed] and
  /// [#ended] comes last.
  public interface Observer {
    /// An answer begins.
    ///
    /// @param header looks up a header of the provider, by its name in lower case
    /// @return the head for the client; null when another answer was faster, which ends this call
    @Nullable AnswerHead begins(Function<String, @Nullable String> header);

    /// The provider answered with an error; nothing has gone to the client.
    void refused(int status, Function<String, @Nullable String> header, byte[] body);

    /// There is no answer, or no end of it.
    ///
    /// @param begun what the part of it said that has gone to the client; null when none has
    void failed(ModelFailure failure, @Nullable Reported begun);

    /// The answer is complete and has gone to the client.
    void ended(Reported reported);
  }

  /// What an answer said about itself.
  ///
  /// @param first the usage that a stream begins with, where it has two
  /// @param reason the provider's word for why the answer ended
  /// @param events of a stream; about one a token
  public record Reported(
      Optional<Json.Obj> first, Optional<Json.Obj> last, Optional<String> reason, int events) {}

  /// @param cutUsage whether the caller shall not see the usage chunk of a stream
  /// @param scratch shared by all calls of the event loop
  PassThrough(ClientExchange exchange, Observer observer, boolean cutUsage, byte[] scratch) {
    this.exchange = exchange;
    this.observer = observer;
    this.scratch = scratch;
    this.cutter = cutUsage ? new UsageCutter() : null;
  }

  void bind(UpstreamPool.Ticket given) {
    ticket = given;
  }

  @Override
  public void answered(ResponseHead head) {
    if (head.status() != 200) {
      refusal = head;
      refusalBody = new ByteArrayOutputStream();
      return;
    }
    String type = head.value("content-type");
    tap = new AnswerTap(type != null && type.startsWith("text/event-stream"));
    AnswerHead ownHead = observer.begins(head::value);
    if (ownHead == null) {
      unwanted = true;
      return;
    }
    begun = true;
    UpstreamPool.Ticket own = ticket;
    if (own != null) {
      exchange.whenWritable(own::resume);
    }
    exchange.begin(ownHead, cutter == null ? head.contentLength() : -1);
  }

  @Override
  public void body(ByteBuf buffer, int index, int length) {
    ByteArrayOutputStream error = refusalBody;
    if (unwanted) {
      return;
    }
    if (error == null) {
      if (cutter == null) {
        exchange.write(buffer, index, length);
      }
      listen(buffer, index, length);
    } else if (error.size() < MAX_ERROR_BYTES) {
      int taken = Math.min(length, MAX_ERROR_BYTES - error.size());
      byte[] bytes = new byte[taken];
      buffer.getBytes(index, bytes);
      error.writeBytes(bytes);
    }
  }

  private void listen(ByteBuf buffer, int index, int length) {
    for (int done = 0; done < length; ) {
      int piece = Math.min(scratch.length, length - done);
      buffer.getBytes(index + done, scratch, 0, piece);
      tap.read(scratch, 0, piece);
      if (cutter != null) {
        exchange.write(cutter.read(scratch, 0, piece));
      }
      done += piece;
    }
  }

  @Override
  public void pause() {
    if (begun) {
      exchange.flush();
    }
  }

  @Override
  public void ended() {
    if (unwanted) {
      return;
    }
    ResponseHead error = refusal;
    if (error != null) {
      byte[] body = refusalBody == null ? new byte[0] : refusalBody.toByteArray();
      observer.refused(error.status(), error::value, body);
      return;
    }
    if (cutter != null) {
      exchange.write(cutter.rest());
    }
    exchange.end();
    observer.ended(reported());
  }

  private Reported reported() {
    return new Reported(tap.firstUsage(), tap.usage(), tap.reason(), tap.events());
  }

  @Override
  public void failed(ModelFailure failure) {
    if (!unwanted) {
      observer.failed(failure, begun ? reported() : null);
    }
  }

  @Override
  public boolean keepsUp() {
    return exchange.keepsUp();
  }
}
