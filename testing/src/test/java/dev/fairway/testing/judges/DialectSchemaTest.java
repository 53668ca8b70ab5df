package dev.fairway.testing.judges;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.EventWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever our dialects write is what the official SDKs' types say.
class DialectSchemaTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  static List<ModelFailure> failures() {
    return List.of(
        new ModelFailure.Throttled("busy", Duration.ofSeconds(1)),
        new ModelFailure.Unavailable("down", 500, null, true),
        new ModelFailure.TimedOut("slow", ModelFailure.TimedOut.Phase.IDLE),
        new ModelFailure.Refused("no"),
        new ModelFailure.BadRequest("bad", "messages[0]", "invalid"),
        new ModelFailure.BadRequest("bad", null, null),
        new ModelFailure.UnknownModel("who"),
        new ModelFailure.UnsupportedParameter("top_k is not there", "top_k"),
        new ModelFailure.ContextTooLong("long"),
        new ModelFailure.Unauthorized("no"),
        new ModelFailure.CreditSpent("pay"),
        new ModelFailure.Malformed("odd"),
        new ModelFailure.Cancelled("gone"));
  }

  static List<Path> requests() {
    return GoldenCases.files("*/request-*/chat.json");
  }

  static List<Path> answers() {
    return GoldenCases.files("*/answer-*/answer.json");
  }

  @ParameterizedTest
  @MethodSource("requests")
  void requestsOfEveryCaseAreValidInEveryFormat(Path file) {
    Set<String> extras = extras(object(file));
    for (Format format : Format.values()) {
      Json.Obj body = field(object(GoldenCases.written(format, file)), "body");
      format.schemas().check(format.root("Request"), withoutUnknown(body, extras, format).text());
    }
  }

  private static Json.Obj object(Path file) {
    return (Json.Obj) Json.parse(GoldenCases.read(file));
  }

  private static Set<String> extras(Json.Obj request) {
    return field(field(request, "extras"), "fields").fields().keySet();
  }

  private static Json.Obj field(Json.Obj object, String name) {
    return (Json.Obj) object.field(name).orElseThrow();
  }

  /// What a case says beyond every format goes along unchanged, and is not judged.
  private static Json.Obj withoutUnknown(Json.Obj body, Set<String> extras, Format format) {
    Map<String, Json> known = new LinkedHashMap<>(body.fields());
    known
        .keySet()
        .removeIf(name ->
            extras.contains(name)
                && !format.schemas().fields(format.root("Request")).contains(name));
    return new Json.Obj(known);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void answersOfEveryCaseAreValidInEveryFormat(Path file) {
    ChatResponse response = GoldenCases.dialect(file).readResponse(GoldenCases.read(file));
    for (Format format : Format.values()) {
      checkAnswer(format, response);
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void streamsOfEveryCaseAreValidInEveryFormat(Path file) {
    List<ChatEvent> events = GoldenCases.events(file);
    for (Format format : Format.values()) {
      checkStream(format, events);
    }
  }

  @Property(tries = 300)
  void answersAndStreamsOfAnyKindAreValidInEveryFormat(@ForAll("responses") ChatResponse response) {
    for (Format format : Format.values()) {
      checkAnswer(format, response);
      checkStream(format, response.events());
    }
  }

  @Provide
  Arbitrary<ChatResponse> responses() {
    return Responses.any();
  }

  private static void checkAnswer(Format format, ChatResponse response) {
    format
        .schemas()
        .check(
            format.root("Answer"), new String(format.dialect().writeResponse(response, AT), UTF_8));
  }

  private static void checkStream(Format format, List<ChatEvent> events) {
    EventWriter writer = format.dialect().writeEvents(AT, true);
    StringBuilder stream = new StringBuilder();
    for (ChatEvent event : events) {
      stream.append(new String(writer.write(event), UTF_8));
      stream.append(new String(writer.keepAlive(), UTF_8));
    }
    format.checkEvents(stream.toString());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failuresAreValidInEveryFormat(ModelFailure failure) {
    for (Format format : Format.values()) {
      Dialect.WireError error = format.dialect().writeError(failure);
      format.schemas().check("ErrorAnswer", new String(error.body(), UTF_8));
      String event = new String(format.dialect().writeEvents(AT, true).fail(failure), UTF_8);
      String root = format == Format.RESPONSES ? format.root("Event") : "ErrorAnswer";
      format.schemas().check(root, Format.SseEvent.all(event).getFirst().data());
    }
  }

  /// The judge itself must be able to say no.
  @Test
  void theSchemasRefuseWhatIsWrong() {
    String right =
        "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    assertThat(WireSchemas.ANTHROPIC.accepts("ChatRequest", right)).isTrue();
    for (String wrong :
        List.of(
            right.replace("\"max_tokens\":1,", ""),
            right.replace("max_tokens", "max_token"),
            right.replace("user", "tool"),
            right.replace("\"x\"", "1"))) {
      assertThat(WireSchemas.ANTHROPIC.accepts("ChatRequest", wrong)).as(wrong).isFalse();
    }
  }
}
