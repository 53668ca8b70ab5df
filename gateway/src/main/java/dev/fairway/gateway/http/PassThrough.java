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
  private @Nullable ResponseHead refusal;
  private @Nullable ByteArrayOutputStream refusalBody;
  private AnswerTap tap = new AnswerTap(false);
  private boolean begun;

  /// Decides what the bytes do not say. All on the event loop; one of [#refused], [#failed] and
  /// [#ended] comes last.
  public interface Observer {
    /// An answer begins.
    ///
    /// @param header looks up a header of the provider, by its name in lower case
    /// @return the head for the client
    AnswerHead begins(Function<String, @Nullable String> header);

    /// The provider answered with an error; nothing has gone to the client.
    void refused(int status, Function<String, @Nullable String> header, byte[] body);

    /// There is no answer, or no end of it.
    ///
    /// @param begun whether some of it has gone to the client
    void failed(ModelFailure failure, boolean begun);

    /// The answer is complete and has gone to the client.
    void ended(Reported reported);
  }

  /// What an answer said about itself.
  ///
  /// @param first the usage that a stream begins with, where it has two
  /// @param reason the provider's word for why the answer ended
  public record Reported(
      Optional<Json.Obj> first, Optional<Json.Obj> last, Optional<String> reason) {}

  /// @param scratch shared by all calls of the event loop
  PassThrough(ClientExchange exchange, Observer observer, byte[] scratch) {
    this.exchange = exchange;
    this.observer = observer;
    this.scratch = scratch;
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
    begun = true;
    exchange.begin(observer.begins(head::value), head.contentLength());
  }

  @Override
  public void body(ByteBuf buffer, int index, int length) {
    ByteArrayOutputStream error = refusalBody;
    if (error == null) {
      exchange.write(buffer, index, length);
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
      done += piece;
    }
  }

  @Override
  public void pause() {
    exchange.flush();
  }

  @Override
  public void ended() {
    ResponseHead error = refusal;
    if (error != null) {
      byte[] body = refusalBody == null ? new byte[0] : refusalBody.toByteArray();
      observer.refused(error.status(), error::value, body);
      return;
    }
    exchange.end();
    observer.ended(new Reported(tap.firstUsage(), tap.usage(), tap.reason()));
  }

  @Override
  public void failed(ModelFailure failure) {
    observer.failed(failure, begun);
  }

  @Override
  public boolean keepsUp() {
    return exchange.keepsUp();
  }
}
