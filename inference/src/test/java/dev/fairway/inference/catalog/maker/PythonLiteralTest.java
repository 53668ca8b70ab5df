package dev.fairway.inference.catalog.maker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.chat.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonLiteralTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1, -2.5, 100_000,] | [1,-2.5,100000]",
        "{'a': True, 'b': None} | {\"a\":true,\"b\":null}",
        "'it\\'s' | \"it's\"",
        "\"it's\" 'joined' | \"it'sjoined\"",
        "'\\\\d \\u00e9 \\x41' | \"\\\\d é A\"",
        "Decimal('0.10') | 0.10",
        "datetime.date(2026, 1, 2) | \"2026-01-02\"",
        "Name(a=1, b=[Other()]) | {\"_\":\"Name\",\"a\":1,\"b\":[{\"_\":\"Other\"}]}",
        "Name(1, b=2) | {\"_\":\"Name\",\"b\":2}",
        "datetime.UTC | \"datetime.UTC\"",
      })
  void readsLiteralsAndCalls(String python, String json) {
    assertThat(PythonLiteral.assigned("x = " + python + "\n", "x =")).isEqualTo(Json.parse(json));
  }

  @Test
  void saysWhatItDoesNotUnderstand() {
    assertThatThrownBy(() -> PythonLiteral.assigned("x = ]", "x ="))
        .hasMessage("expected a value at character 4");
    assertThatThrownBy(() -> PythonLiteral.assigned("y = 1", "x ="))
        .hasMessage("no 'x =' in the source");
  }
}
