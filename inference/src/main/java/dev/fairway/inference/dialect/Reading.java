package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Usage;
import java.util.function.Function;
import java.util.function.Supplier;

/// The edge where what is wrong with a body becomes the failure that fits who sent it.
final class Reading {
  private Reading() {}

  static <T> T request(byte[] body, Function<Json, T> reader) {
    return request(() -> reader.apply(Json.parse(body)));
  }

  static <T> T form(Payload body, Function<Multipart, T> reader) {
    return request(() -> reader.apply(Multipart.read(body)));
  }

  private static <T> T request(Supplier<T> reader) {
    try {
      return reader.get();
    } catch (JsonSyntax e) {
      throw new ModelFailureException(
          new ModelFailure.BadRequest(String.valueOf(e.getMessage()), null, null), e);
    } catch (WrongField e) {
      throw new ModelFailureException(
          new ModelFailure.BadRequest(String.valueOf(e.getMessage()), e.path(), null), e);
    }
  }

  static <T> T answer(byte[] body, Function<Json, T> reader) {
    try {
      return reader.apply(Json.parse(body));
    } catch (JsonSyntax | WrongField e) {
      throw malformed(e);
    }
  }

  static <T> T event(String data, Function<Json, T> reader) {
    try {
      return reader.apply(Json.parse(data));
    } catch (JsonSyntax | WrongField e) {
      throw malformed(e);
    }
  }

  /// Counters that cannot be read are unknown: no answer fails for them.
  static Usage usage(Json.Obj reported, Function<Fields, Usage> reader) {
    try {
      return reader.apply(Fields.of(reported));
    } catch (WrongField _) {
      return Usage.UNKNOWN;
    }
  }

  static ModelFailureException malformed(RuntimeException cause) {
    return new ModelFailureException(
        new ModelFailure.Malformed("the provider's answer cannot be read: " + cause.getMessage()),
        cause);
  }

  static ModelFailureException cut() {
    return new ModelFailureException(
        new ModelFailure.Unavailable("the stream broke off before its end", null, null, true));
  }
}
