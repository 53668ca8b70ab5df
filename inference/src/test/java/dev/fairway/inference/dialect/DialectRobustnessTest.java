package dev.fairway.inference.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.ResponseFold;
import dev.fairway.inference.chat.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// No input makes a dialect throw anything but its own failure.
class DialectRobustnessTest {
  @Property(tries = 300)
  void anyBytes(@ForAll byte[] bytes) {
    tryAll(bytes);
  }

  /// Real bodies with one character changed, cut off, or put in the wrong place.
  @Property(tries = 1500)
  void damagedBodies(@ForAll("damaged") byte[] bytes) {
    tryAll(bytes);
  }

  @Property(tries = 1000)
  void textSurvivesEveryFormat(@ForAll String text, @ForAll("dialects") Dialect dialect) {
    String sound = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    ChatResponse response = ChatResponse.of("m", sound, Usage.of(1, 2));
    byte[] plain = dialect.writeResponse(response, Instant.EPOCH);
    assertThat(dialect.readResponse(plain).text()).isEqualTo(sound);

    EventWriter writer = dialect.writeEvents(Instant.EPOCH, true);
    ResponseFold fold = new ResponseFold();
    EventReader reader = dialect.readEvents(1 << 20);
    response
        .events()
        .forEach(event -> {
          byte[] bytes = writer.write(event);
          reader.read(bytes, 0, bytes.length, fold);
        });
    reader.end(fold);
    assertThat(fold.response()).isEqualTo(dialect.readResponse(plain));
  }

  @Provide
  Arbitrary<Dialect> dialects() {
    return Arbitraries.of(Dialects.all());
  }

  @Provide
  Arbitrary<byte[]> damaged() throws IOException {
    List<String> bodies =
        Stream.concat(Golden.cases("request-"), Golden.cases("answer-"))
            .flatMap(golden ->
                Stream.of("request.json", "answer.json", "events.sse", "events.ndjson")
                    .filter(file -> Files.exists(golden.folder().resolve(file)))
                    .map(file -> new String(golden.bytes(file), StandardCharsets.UTF_8)))
            .toList();
    Arbitrary<String> values =
        Arbitraries.of("null", "1", "-1", "1e999", "true", "\"x\"", "{}", "[]", "[null]", "");
    return Combinators.combine(Arbitraries.of(bodies), Arbitraries.doubles().between(0, 1), values)
        .as(DialectRobustnessTest::damage);
  }

  /// Puts another value in place of the one that follows some colon.
  private static byte[] damage(String body, double where, String value) {
    int at = body.indexOf(':', (int) (where * body.length()));
    if (at < 0) {
      return body.substring(0, (int) (where * body.length())).getBytes(StandardCharsets.UTF_8);
    }
    int end = at + 1;
    while (end < body.length() && ",}]\n".indexOf(body.charAt(end)) < 0) {
      end++;
    }
    return (body.substring(0, at + 1) + value + body.substring(end))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void tryAll(byte[] bytes) {
    for (Dialect dialect : Dialects.all()) {
      attempt(() -> dialect.readRequest("", bytes));
      attempt(() -> dialect.readRequest("/models/m:generateContent", bytes));
      attempt(() -> dialect.readRequest("/model/m/converse", bytes));
      attempt(() -> dialect.readResponse(bytes));
      attempt(() -> {
        EventReader reader = dialect.readEvents(4_096);
        reader.read(bytes, 0, bytes.length, _ -> {});
        reader.end(_ -> {});
      });
      for (int status : new int[] {302, 400, 404, 429, 500}) {
        assertThat(dialect.readError(status, null, bytes).message()).isNotBlank();
      }
    }
  }

  private static void attempt(Runnable read) {
    try {
      read.run();
    } catch (ModelFailureException e) {
      assertThat(e.failure().message()).isNotBlank();
    }
  }

  @Property(tries = 500)
  void jsonOfAnyShapeSurvives(@ForAll("trees") Json json) {
    assertThat(Json.parse(json.text())).isEqualTo(json);
  }

  @Provide
  Arbitrary<Json> trees() {
    Arbitrary<Json> leaves =
        Arbitraries.oneOf(
            Arbitraries.strings()
                .map(text ->
                    new Json.Str(
                        new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))),
            Arbitraries.bigDecimals().map(Json.Num::new),
            Arbitraries.of(true, false).map(Json.Bool::new));
    return Arbitraries.recursive(
        () -> leaves,
        below ->
            Arbitraries.oneOf(
                below.list().ofMaxSize(3).map(Json.Arr::new),
                Arbitraries.maps(Arbitraries.strings().alpha(), below)
                    .ofMaxSize(3)
                    .map(Json.Obj::new)),
        0,
        3);
  }
}
