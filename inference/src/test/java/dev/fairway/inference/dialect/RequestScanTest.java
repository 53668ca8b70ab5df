package dev.fairway.inference.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.JsonSyntax;
import dev.fairway.inference.chat.ModelFailureException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies that pass through.
class RequestScanTest {
  @Test
  void findsWhatDecidesAboutACall() {
    RequestScan scan =
        scan(
            "{\"messages\":[{\"model\":\"no\"}], \"model\" : \"gpt-x\",\"stream\":true,\"max_completion_tokens\":7}");
    assertThat(scan.model()).isEqualTo("gpt-x");
    assertThat(scan.stream()).isTrue();
    assertThat(scan.maxTokens()).isEqualTo(7);
    assertThat(scan.asksUsage()).isFalse();
  }

  @Test
  void onlyTheModelChanges() {
    String body = "{ \"temperature\":1.50, \"model\":\"a\",\n \"unknown\" : [1e2,\"\\u00e4\"] }";
    assertThat(forward(body, "b\"c", false))
        .isEqualTo(
            "{ \"temperature\":1.50, \"model\":\"b\\\"c\",\n \"unknown\" : [1e2,\"\\u00e4\"] }");
  }

  @Test
  void theSameModelCostsNoCopy() {
    byte[] body = "{\"model\":\"a\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(RequestScan.of(body).forward("a", true)).isSameAs(body);
  }

  @Test
  void aStreamIsMadeToReportItsUsage() {
    assertThat(forward("{\"model\":\"a\",\"stream\":true} ", "b", true))
        .isEqualTo(
            "{\"model\":\"b\",\"stream\":true,\"stream_options\":{\"include_usage\":true}} ");
  }

  @Test
  void otherStreamOptionsStay() {
    assertThat(
            forward(
                "{\"stream_options\":{\"include_obfuscation\":false},\"model\":\"a\",\"stream\":true}",
                "a",
                true))
        .isEqualTo(
            "{\"stream_options\":{\"include_obfuscation\":false,\"include_usage\":true},\"model\":\"a\",\"stream\":true}");
  }

  @Test
  void aNameSpelledWithEscapesIsTheSameName() {
    assertThat(scan("{\"mod\\u0065l\":\"a\"}").model()).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"allowed\",\"model\":\"forbidden\"}",
        "{\"model\":\"allowed\",\"mod\\u0065l\":\"forbidden\"}",
        "{\"model\":\"a\",\"stream\":false,\"stream\":true}"
      })
  void nothingMayBeSaidTwice(String body) {
    assertThatThrownBy(() -> scan(body))
        .isInstanceOf(ModelFailureException.class)
        .hasMessageContaining("must not stand there twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "\"model\"",
        "{",
        "{}",
        "{\"model\"}",
        "{\"model\":}",
        "{\"model\":1}",
        "{\"model\":\"\"}",
        "{\"model\":\"a\"",
        "{\"model\":\"a",
        "{\"model\":\"a\"}}",
        "{\"model\":\"a\"} {\"model\":\"b\"}",
        "{\"model\":\"a\",}",
        "{\"model\":\"a\" \"stream\":true}",
        "{\"model\":\"a\",\"stream\":1}",
        "{\"model\":\"a\",\"x\":[1,]}",
        "{\"model\":\"a\",\"x\":[1}",
        "{\"model\":\"a\",\"x\":\"\u0001\"}",
        "{\"model\":\"a\",\"x\":\"\\{\"}",
        "{\"model\":\"a\",\"x\":\"\\u00g0\"}",
        "\uFEFF{\"model\":\"a\"}"
      })
  void anythingElseIsRefused(String body) {
    assertThatThrownBy(() -> scan(body)).isInstanceOf(ModelFailureException.class);
  }

  @Test
  void nestingIsBounded() {
    String deep = "[".repeat(100_000);
    assertThatThrownBy(() -> scan("{\"model\":\"a\",\"x\":" + deep))
        .isInstanceOf(ModelFailureException.class)
        .hasMessageContaining("nested deeper");
  }

  @Property(tries = 1000)
  void whateverTheBodyTheTreeIsTheSameButForTheModel(@ForAll("objects") Json.Obj rest) {
    Json.Obj body = rest.with("model", new Json.Str("a"));
    byte[] forwarded = RequestScan.of(body.utf8()).forward("b", false);
    assertThat(Json.parse(forwarded)).isEqualTo(body.with("model", new Json.Str("b")));
  }

  /// Text that a full parser takes is taken here too, unless it says something twice.
  @Property(tries = 3000)
  void nothingIsRefusedThatAParserTakes(@ForAll("texts") String text) {
    String body = "{\"model\":\"a\",\"x\":" + text + "}";
    if (isJson(body)) {
      assertThat(scan(body).model()).isEqualTo("a");
    } else if (!text.matches(
        "(?s).*[0-9+.eE-].*|.*[a-z].*")) { // spelling of literals is not judged
      assertThatThrownBy(() -> scan(body)).isInstanceOf(ModelFailureException.class);
    }
  }

  private static boolean isJson(String text) {
    try {
      Json.parse(text);
      return true;
    } catch (JsonSyntax _) {
      return false;
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of("{", "}", "[", "]", ",", ":", "\"", "\\", " ", "1", "a\"", "\"b", "null")
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<Json.Obj> objects() {
    Arbitrary<Json> leaves =
        Arbitraries.oneOf(
            Arbitraries.strings()
                .map(text ->
                    new Json.Str(
                        new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))),
            Arbitraries.bigDecimals().map(Json.Num::new),
            Arbitraries.of(new Json.Null(), new Json.Bool(true)));
    Arbitrary<Json> values =
        Combinators.combine(leaves, leaves)
            .as((one, two) -> Json.object("k", new Json.Arr(java.util.List.of(one, two))));
    return Arbitraries.maps(Arbitraries.strings().alpha().ofMinLength(1), values)
        .ofMaxSize(4)
        .map(fields -> new Json.Obj(Map.copyOf(fields)));
  }

  private static RequestScan scan(String body) {
    return RequestScan.of(body.getBytes(StandardCharsets.UTF_8));
  }

  private static String forward(String body, String model, boolean askUsage) {
    return new String(scan(body).forward(model, askUsage), StandardCharsets.UTF_8);
  }
}
