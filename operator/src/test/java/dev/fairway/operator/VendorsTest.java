package dev.fairway.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.api.v1.ModelProviderSpec;
import dev.fairway.api.v1.ProviderType;
import dev.fairway.inference.catalog.Cost;
import dev.fairway.inference.catalog.ModelCatalog;
import dev.fairway.inference.chat.Usage;
import dev.fairway.inference.provider.Upstream;
import dev.fairway.operator.provider.HttpModels;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The vendors of the catalog as providers that need no ModelProvider.
class VendorsTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  private final Upstream upstream = new Upstream();
  private final HttpModels models =
      new HttpModels(upstream, ModelCatalog::builtIn, InstantSource.system());

  @AfterEach
  void close() {
    upstream.close();
  }

  @ParameterizedTest
  @CsvSource({
    "openai, OPENAI, https://api.openai.com/v1",
    "anthropic, ANTHROPIC, https://api.anthropic.com",
    "groq, OPENAI_COMPATIBLE, https://api.groq.com/openai/v1",
    "minimax, ANTHROPIC, https://api.minimax.io/anthropic",
  })
  void areKnownByName(String name, ProviderType type, String address) {
    assertThat(models.wellKnown(name)).contains(ModelProviderSpec.of(type).withEndpoint(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "local", "ollama", "azure-openai"})
  void withoutAPublicAddressAreNot(String name) {
    assertThat(models.wellKnown(name)).isEmpty();
  }

  @Test
  void haveTheirOwnPricesWhateverFormatTheySpeak() {
    ModelProviderSpec groq = models.wellKnown("groq").orElseThrow();
    ModelProviderSpec own =
        ModelProviderSpec.of(ProviderType.OPENAI_COMPATIBLE)
            .withEndpoint("http://models.example/v1");
    Usage usage = Usage.of(1000, 100);

    assertThat(models.known(groq, "openai/gpt-oss-120b").prices().cost(usage, NOW))
        .isInstanceOf(Cost.Known.class);
    assertThat(models.known(own, "openai/gpt-oss-120b").prices().cost(usage, NOW))
        .isInstanceOf(Cost.Unknown.class);
  }

  @Test
  void keepTheirPricesBehindAProxy() {
    ModelProviderSpec proxied =
        ModelProviderSpec.of(ProviderType.ANTHROPIC).withEndpoint("https://proxy.example");

    assertThat(models.known(proxied, "claude-opus-5-5").prices().cost(Usage.of(1, 1), NOW))
        .isInstanceOfSatisfying(
            Cost.Known.class,
            known -> assertThat(known.priceId()).startsWith("anthropic/claude-opus-5-5"));
  }
}
