package dev.fairway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
  @TempDir private Path folder;

  @Test
  void listsTheModelsOfAVendor() {
    Ran ran = Ran.in(folder, "models", "--vendor", "anthropic");

    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines().skip(1))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row).startsWith("anthropic/"));
    assertThat(ran.out().lines())
        .anySatisfy(row ->
            assertThat(row)
                .contains("anthropic/claude-opus-5-5", "chat", "1000000", "USD", "tools"));
    assertThat(ran.err()).contains("models; limits in tokens, prices as of");
  }

  @Test
  void filtersByTaskAndName() {
    Ran ran = Ran.in(folder, "models", "--task", "embeddings", "--search", "BGE");

    assertThat(ran.code()).isZero();
    assertThat(ran.out().lines())
        .anySatisfy(row -> assertThat(row).contains("local/bge-small-en-v1.5", "0 USD"))
        .noneMatch(row -> row.contains(" chat "));
  }

  @Test
  void saysUnknownWhereNobodyStatesAPrice() {
    Ran ran = Ran.in(folder, "models", "--vendor", "jina");

    assertThat(ran.out().lines().skip(1)).isNotEmpty().allMatch(row -> row.contains("unknown"));
  }

  @Test
  void findsAModelByItsAlias() {
    Ran ran =
        Ran.in(folder, "models", "--search", "claude-opus-4-5-20251101", "--vendor", "anthropic");

    assertThat(ran.out().lines().skip(1)).singleElement().asString().contains("claude-opus-4-5 ");
  }

  @Test
  void printsJsonForPrograms() throws IOException {
    Ran ran = Ran.in(folder, "models", "--search", "sentiment-en", "-o", "json");

    JsonNode models = JsonMapper.builder().build().readTree(ran.out());
    assertThat(models).hasSize(1);
    assertThat(models.at("/0/id").asText()).isEqualTo("local/sentiment-en");
    assertThat(models.at("/0/price/inputPerMillion").asText()).isEqualTo("0");
    assertThat(models.at("/0/contextTokens").isMissingNode()).isTrue();
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void tellsProgramsWhatLongPromptsCost() throws IOException {
    Ran ran = Ran.in(folder, "models", "--search", "anthropic/claude-haiku-5-5", "-o", "json");

    JsonNode price = JsonMapper.builder().build().readTree(ran.out()).at("/0/price");
    assertThat(price.at("/inputPerMillion").asText()).isEqualTo("0.1");
    assertThat(price.at("/longPrompts/0/aboveTokens").asInt()).isEqualTo(100_000);
    assertThat(price.at("/longPrompts/0/inputPerMillion").asText()).isEqualTo("0.5");
  }

  @Test
  void printsAnEmptyListWhenNothingMatches() throws IOException {
    Ran ran = Ran.in(folder, "models", "--search", "no such model", "-o", "json");

    assertThat(ran.code()).isZero();
    assertThat(JsonMapper.builder().build().readTree(ran.out())).isEmpty();
  }

  @Test
  void namesTheVendorsWhenThereIsNoSuchOne() {
    Ran ran = Ran.in(folder, "models", "--vendor", "anthropics");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("--vendor", "anthropics", "anthropic,", "openai");
  }
}
