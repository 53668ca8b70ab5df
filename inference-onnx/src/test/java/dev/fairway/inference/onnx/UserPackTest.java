package dev.fairway.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserPackTest {
  private static final CallContext STRICT = CallContext.within(Duration.ofSeconds(60));
  private static final String VOCABULARY = "[UNK]\n[CLS]\n[SEP]\nbug\nfeature\nrequest\n";

  @TempDir private Path root;
  private Path folder;

  @BeforeEach
  void makePack() throws IOException {
    folder = Files.createDirectories(root.resolve("tickets"));
    write("model.onnx", TinyOnnx.classifier("input_ids", "attention_mask", "logits", 1, 2, -1));
    write("vocab.txt", VOCABULARY.getBytes(StandardCharsets.UTF_8));
    describe("logits", "", "[bug, feature, question]");
  }

  @Test
  void answersWithTheLabelsOfItsPack() {
    try (LocalModels models = models()) {
      assertThat(listed(models).fault()).isNull();
      // The mean of [CLS] request [SEP] is 8/3: the second label has the greatest weight.
      Json.Obj answer = (Json.Obj) Json.parse(ask(models, "request"));
      assertThat(answer.field("kind")).contains(new Json.Str("feature"));
      assertThat(answer.fields()).containsOnlyKeys("kind", "confidence");
    }
  }

  @Test
  void namesAllItsFaultsInOneMessage() throws IOException {
    describe("label_scores", "", "[bug, feature]");
    Files.writeString(folder.resolve("vocab.txt"), VOCABULARY + "more\n");
    try (LocalModels models = models()) {
      assertThatThrownBy(() -> ask(models, "bug"))
          .isInstanceOfSatisfying(
              ModelFailureException.class,
              e -> assertThat(e.failure()).isInstanceOf(ModelFailure.UnknownModel.class))
          .hasMessageContaining("the model pack tickets cannot be used")
          .hasMessageContaining("model.onnx has no output label_scores; it has logits")
          .hasMessageContaining("vocab.txt has sha256 ");
    }
    describe("logits", "ids: tokens", "[bug, feature]");
    Files.writeString(folder.resolve("model.onnx"), "", StandardCharsets.UTF_8);
    write(
        "model.onnx",
        TinyOnnx.classifier("input_ids", "attention_mask", "logits", 1, 2, -1),
        "0".repeat(64));
    try (LocalModels models = models()) {
      assertThatThrownBy(() -> ask(models, "bug"))
          .hasMessageContaining("no input tokens; it has attention_mask, input_ids")
          .hasMessageContaining("model.onnx has sha256 ")
          .hasMessageContaining("labels: the pack names [bug, feature], the model knows 3 labels");
    }
  }

  @Test
  void namesAllFaultsOfItsText() throws IOException {
    Files.writeString(
        folder.resolve("pack.yaml"),
        """
        name: tickets
        task: classify
        model: {file: model.onnx}
        maxTokens: many
        pooling: median
        colour: red
        """);
    try (LocalModels models = models()) {
      assertThat(listed(models).fault())
          .isEqualTo(
              "model.sha256: is required; tokenizer: is required; maxTokens: must be an integer of at least 3; pooling: must be cls or mean, is median; colour: is no field of a pack");
      assertThatThrownBy(() -> ask(models, "bug")).hasMessageContaining("colour");
    }
  }

  @Test
  void leavesTheOtherModelsAlone() throws IOException {
    Files.writeString(folder.resolve("pack.yaml"), "{{{");
    try (LocalModels models = models()) {
      assertThat(listed(models).fault()).startsWith("pack.yaml cannot be read");
      assertThat(models.models()).extracting(LocalModel::name).contains("sentiment-en", "tickets");
      assertThat(models.chat("tickets")).isEmpty();
      assertThat(models.chat("sentiment-en")).isPresent();
    }
  }

  @Test
  void doesNotTakeTheNameOfAnother() throws IOException {
    Files.writeString(
        folder.resolve("pack.yaml"),
        Files.readString(folder.resolve("pack.yaml"))
            .replace("name: tickets", "name: sentiment-en"));
    try (LocalModels models = models()) {
      assertThat(models.models())
          .filteredOn(model -> model.fault() != null)
          .singleElement()
          .satisfies(model -> {
            assertThat(model.name()).isEqualTo("sentiment-en (folder tickets)");
            assertThat(model.fault()).contains("is the name of another pack");
          });
      assertThat(ask(models, "sentiment-en", "I love it")).contains("positive");
    }
  }

  @Test
  void readsNoFileOutsideTheFolderOfPacks() throws IOException {
    Path outside = Files.createTempFile("outside", ".txt");
    try {
      Files.writeString(outside, VOCABULARY);
      Files.delete(folder.resolve("vocab.txt"));
      Files.createSymbolicLink(folder.resolve("vocab.txt"), outside);
      try (LocalModels models = models()) {
        assertThatThrownBy(() -> ask(models, "bug"))
            .hasMessageContaining("vocab.txt cannot be read: it links to a place outside");
      }
      String up = "../../" + outside.getFileName();
      replace("file: vocab.txt", "file: " + up);
      try (LocalModels models = models()) {
        assertThatThrownBy(() -> ask(models, "bug"))
            .hasMessageContaining(up + " cannot be read: it is outside the folder of packs");
      }
    } finally {
      Files.delete(outside);
    }
  }

  @Test
  void saysWhatIsNoModel() throws IOException {
    write("model.onnx", "not a model".getBytes(StandardCharsets.UTF_8));
    describe("logits", "", "[a, b]");
    try (LocalModels models = models()) {
      assertThatThrownBy(() -> ask(models, "bug"))
          .hasMessageContaining("model.onnx is no usable ONNX model");
    }
  }

  @Test
  void saysWhichTokenizersItReads() throws IOException {
    write("vocab.txt", "a\nb\n".getBytes(StandardCharsets.UTF_8));
    describe("logits", "", "[bug, feature, question]");
    try (LocalModels models = models()) {
      assertThatThrownBy(() -> ask(models, "bug"))
          .hasMessageContaining("vocab.txt is no WordPiece tokenizer: the vocabulary has no [UNK]");
    }
  }

  @Test
  void mayPutItsOwnHeadOnAModelOfOurs() throws IOException {
    StringBuilder weights = new StringBuilder("0.1");
    weights.repeat(",0.1", 383);
    byte[] head =
        "{\"labels\":[\"dull\",\"bright\"],\"weights\":[%s],\"bias\":0.5}"
            .formatted(weights)
            .getBytes(StandardCharsets.UTF_8);
    write("head.json", head);
    Files.writeString(
        folder.resolve("pack.yaml"),
        """
        name: tickets
        task: classify
        model:
          resource: bge-small-en-v1.5-q.onnx
          sha256: 6c9c6101a956d62dfb5e7190c538226c0c5bb9cb27b651234b6df063ee7dbfe4
        tokenizer:
          resource: bge-small-en-v1.5-q-tokenizer.json
          sha256: d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66
        maxTokens: 100
        head: {file: head.json, sha256: %s}
        labels: [dull, bright]
        """
            .formatted(PackFiles.sha256(head)));
    try (LocalModels models = models()) {
      assertThat(ask(models, "A sunny day")).contains("\"label\":\"");
    }
    replace("labels: [dull, bright]", "labels: [dull]");
    try (LocalModels models = models()) {
      assertThatThrownBy(() -> ask(models, "A sunny day"))
          .hasMessageContaining("labels: the pack names [dull], the model knows [dull, bright]");
    }
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    LocalSettings nowhere = LocalSettings.of(1).withPacks(root.resolve("nowhere"));
    assertThatThrownBy(() -> new LocalModels(nowhere).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the folder of packs cannot be read");
  }

  private LocalModels models() {
    return new LocalModels(LocalSettings.of(1).withPacks(root));
  }

  private static LocalModel listed(LocalModels models) {
    return models.models().stream()
        .filter(model -> model.name().equals("tickets"))
        .findFirst()
        .orElseThrow();
  }

  private static String ask(LocalModels models, String text) {
    return ask(models, "tickets", text);
  }

  private static String ask(LocalModels models, String model, String text) {
    return models.chat(model).orElseThrow().chat(ChatRequest.of(model, text), STRICT).text();
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private void write(String name, byte[] bytes, String sha256) throws IOException {
    Files.write(folder.resolve(name), bytes);
    replace("(file: " + name + ", sha256: )\\w+", "$1" + sha256);
  }

  private void replace(String pattern, String replacement) throws IOException {
    Path yaml = folder.resolve("pack.yaml");
    String text = Files.readString(yaml);
    Files.writeString(
        yaml,
        pattern.contains("\\w")
            ? text.replaceFirst(pattern, replacement)
            : text.replace(pattern, replacement));
  }

  private void describe(String output, String names, String labels) throws IOException {
    String hash = PackFiles.sha256(Files.readAllBytes(folder.resolve("model.onnx")));
    String vocabulary = PackFiles.sha256(Files.readAllBytes(folder.resolve("vocab.txt")));
    Files.writeString(
        folder.resolve("pack.yaml"),
        """
        name: tickets
        version: "3"
        task: classify
        model: {file: model.onnx, sha256: %s}
        tokenizer: {file: vocab.txt, sha256: %s}
        maxTokens: 16
        tensors: {output: %s%s}
        field: kind
        labels: %s
        licence: ours
        """
            .formatted(hash, vocabulary, output, names.isEmpty() ? "" : ", " + names, labels));
  }
}
