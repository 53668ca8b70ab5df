package dev.fairway.inference.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.dialect.Probes.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nothing of a request is lost in silence. Rewrite the page with `-Dfairway.update=true`.
class ParametersPageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "parameters.md");

  static List<Probes> sources() throws IOException {
    return Probes.all();
  }

  @Test
  void thePageIsFresh() throws IOException {
    String page = ParametersPage.markdown(sources());
    if (Boolean.getBoolean("fairway.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(page).isEqualTo(Files.readString(PAGE));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void everyFieldOfTheFormatIsTried(Probes source) {
    Set<String> tried = new HashSet<>(Set.of("model", "messages", "text_input", "stream_options"));
    source.fields().values().forEach(probe -> tried.addAll(probe.written().fields().keySet()));
    assertThat(tried).containsAll(Disposition.table(source.dialect().name()).keySet());
  }

  /// Whoever is refused must find the name in what he wrote.
  @ParameterizedTest
  @MethodSource("sources")
  void aRefusalNamesAFieldThatTheCallerWrote(Probes source) {
    for (Probe probe : source.fields().values()) {
      for (Dialect target : Dialects.all()) {
        refusal(source, probe, target)
            .forEach(failure -> {
              String field = failure.parameter().split("[.\\[]", 2)[0];
              assertThat(probe.written().fields().keySet())
                  .as("%s to %s: %s", probe.field(), target.name(), failure)
                  .contains(field);
              assertThat(failure.message()).startsWith(failure.parameter());
            });
      }
    }
  }

  private static Stream<ModelFailure.UnsupportedParameter> refusal(
      Probes source, Probe probe, Dialect target) {
    try {
      target.writeRequest(probe.request(), ModelTraits.UNKNOWN, Unsupported.REFUSE);
      return Stream.empty();
    } catch (ModelFailureException e) {
      ModelFailure named = source.dialect().fieldNames(probe.request()).of(e.failure());
      return Stream.of((ModelFailure.UnsupportedParameter) named);
    }
  }

  /// A format refuses nothing of itself, save what would change the shape of an answer, and what is
  /// read because compatible servers and other gateways' callers have it.
  @ParameterizedTest
  @MethodSource("sources")
  void aFormatKeepsWhatItSays(Probes source) {
    Set<String> refused =
        Set.of(
            "n",
            "logprobs",
            "top_logprobs",
            "modalities",
            "audio",
            "candidateCount",
            "responseLogprobs",
            "top_k",
            "thinking_blocks");
    for (Probe probe : source.fields().values()) {
      String name = probe.path().substring(probe.path().lastIndexOf('.') + 1);
      if (!refused.contains(name)) {
        assertThat(refusal(source, probe, source.dialect())).as(probe.field()).isEmpty();
      }
    }
  }
}
