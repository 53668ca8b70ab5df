package dev.fairway.inference.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.chat.ResponseFold;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every dialect owes, tried with every case of every dialect.
class DialectContractTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final int LIMIT = 1 << 20;

  static Stream<Golden> requests() throws IOException {
    return Golden.cases("request-");
  }

  static Stream<Golden> answers() throws IOException {
    return Golden.cases("answer-");
  }

  @ParameterizedTest
  @MethodSource("requests")
  void readsRequests(Golden golden) {
    golden.check("chat.json", Golden.json(golden.request()));
  }

  /// The files show what each format makes of a request: the body, what a lenient call loses, and
  /// what a strict call is refused for.
  @ParameterizedTest
  @MethodSource("requests")
  void writesRequestsInEveryFormatOrSaysWhatIsLost(Golden golden) {
    ChatRequest request = golden.request();
    Dialects.byName()
        .forEach((name, target) -> Golden.written(name, golden).check(written(target, request)));
  }

  private static Json written(Dialect dialect, ChatRequest request) {
    Dialect.WireRequest lenient =
        dialect.writeRequest(request, ModelTraits.UNKNOWN, Unsupported.DROP);
    Map<String, Json> shown = new LinkedHashMap<>();
    shown.put("strict", strict(dialect, request));
    shown.put("dropped", Golden.json(lenient.dropped()));
    shown.put("path", new Json.Str(lenient.path()));
    shown.put("body", Json.parse(lenient.body()));
    return new Json.Obj(shown);
  }

  private static Json strict(Dialect dialect, ChatRequest request) {
    try {
      dialect.writeRequest(request, ModelTraits.UNKNOWN, Unsupported.REFUSE);
      return new Json.Str("passes");
    } catch (ModelFailureException e) {
      return Golden.json(e.failure());
    }
  }

  /// Except for what the format cannot hold, a request comes back as it went.
  @ParameterizedTest
  @MethodSource("requests")
  void whatWasWrittenIsReadAgain(Golden golden) {
    ChatRequest request = golden.request();
    Dialect.WireRequest wire =
        golden.reader().writeRequest(request, ModelTraits.UNKNOWN, Unsupported.DROP);
    if (wire.dropped().isEmpty()) {
      assertThat(golden.reader().readRequest(wire.path(), wire.body())).isEqualTo(request);
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void readsAnswers(Golden golden) {
    golden.check(
        "chat.json", Golden.json(golden.reader().readResponse(golden.bytes("answer.json"))));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void aFoldedStreamEqualsThePlainAnswerWhereverItIsCut(Golden golden) {
    ChatResponse plain = golden.reader().readResponse(golden.bytes("answer.json"));
    byte[] stream = golden.events();
    for (int cut = 0; cut <= stream.length; cut++) {
      assertThat(folded(golden.reader(), stream, cut)).as("cut at %d", cut).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void lineEndsMayBeOfAnyKind(Golden golden) {
    if (golden.reader().streamType().equals("application/vnd.amazon.eventstream")) {
      return; // it has no lines
    }
    ChatResponse plain = golden.reader().readResponse(golden.bytes("answer.json"));
    String stream = new String(golden.events(), StandardCharsets.UTF_8);
    for (String end : List.of("\r\n", "\r")) {
      byte[] bytes = stream.replace("\n", end).getBytes(StandardCharsets.UTF_8);
      for (int cut = 0; cut <= bytes.length; cut += 7) {
        assertThat(folded(golden.reader(), bytes, cut)).isEqualTo(plain);
      }
    }
  }

  /// From any format into any other: streamed and plain must say the same.
  @ParameterizedTest
  @MethodSource("answers")
  void aTranslatedStreamSaysWhatTheTranslatedAnswerSays(Golden golden) {
    byte[] stream = golden.events();
    List<ChatEvent> events = new ArrayList<>();
    EventReader reader = golden.reader().readEvents(LIMIT);
    reader.read(stream, 0, stream.length, events::add);
    reader.end(events::add);
    ChatResponse response = golden.reader().readResponse(golden.bytes("answer.json"));
    for (Dialect target : Dialects.all()) {
      EventWriter writer = target.writeEvents(AT, true);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (ChatEvent event : events) {
        out.writeBytes(writer.write(event));
        out.writeBytes(writer.keepAlive());
      }
      byte[] translated = out.toByteArray();
      assertThat(folded(target, translated, translated.length / 2))
          .as(target.name())
          .isEqualTo(target.readResponse(target.writeResponse(response, AT)));
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void aStreamThatBreaksOffIsNeverAnAnswer(Golden golden) {
    byte[] stream = golden.events();
    String text = new String(stream, StandardCharsets.ISO_8859_1); // a character for each byte
    int bytes =
        Stream.of(
                "finish_reason\":\"",
                "finishReason\":\"",
                "blockReason\":\"",
                "stop_reason\":\"",
                "messageStop",
                "\"done\":true",
                "event: response.")
            .mapToInt(text::lastIndexOf)
            .max()
            .orElseThrow();
    for (int cut = 0; cut < bytes; cut += 11) {
      EventReader reader = golden.reader().readEvents(LIMIT);
      assertThat(failure(reader, stream, cut)).as("cut at %d", cut).isNotNull();
    }
  }

  private static ModelFailure failure(EventReader reader, byte[] stream, int cut) {
    try {
      reader.read(stream, 0, cut, _ -> {});
      reader.end(_ -> {});
    } catch (ModelFailureException e) {
      return e.failure();
    }
    throw new AssertionError("taken for complete at " + cut);
  }

  private static ChatResponse folded(Dialect dialect, byte[] stream, int cut) {
    ResponseFold fold = new ResponseFold();
    EventReader reader = dialect.readEvents(LIMIT);
    reader.read(stream, 0, cut, fold);
    reader.read(stream, cut, stream.length - cut, fold);
    reader.end(fold);
    assertThat(fold.complete()).isTrue();
    return fold.response();
  }
}
