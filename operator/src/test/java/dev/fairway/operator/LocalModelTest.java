package dev.fairway.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.api.v1.AnsweringModel;
import dev.fairway.api.v1.Condition;
import dev.fairway.api.v1.FreeJson;
import dev.fairway.api.v1.ModelInferenceRequestSpec;
import dev.fairway.api.v1.ModelInferenceRequestStatus;
import dev.fairway.api.v1.ModelRef;
import dev.fairway.api.v1.Usage;
import dev.fairway.inference.onnx.LocalModel;
import dev.fairway.inference.onnx.LocalModels;
import dev.fairway.inference.onnx.LocalSettings;
import dev.fairway.operator.conditions.Conditions;
import dev.fairway.operator.provider.BuiltIn;
import dev.fairway.testing.Cluster;
import dev.fairway.testing.FairwayCluster;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Requests for the models of this process that read pictures and embed texts.
@FairwayCluster(crds = "../deploy/crds")
class LocalModelTest {
  private static final LocalModels MODELS = new LocalModels(LocalSettings.of(1));

  @AfterAll
  static void close() {
    MODELS.close();
  }

  @Test
  void readsAPicture(Cluster cluster) throws IOException {
    try (FairwayOperator _ = operator(cluster)) {
      ask(cluster, "receipt", "ppocr-v4", Map.of("image_data", picture("Total 42")));
      ModelInferenceRequestStatus status = ended(cluster, "receipt");
      assertThat(status.inferenceResult())
          .satisfies(
              result -> assertThat(result.text("text").orElseThrow()).contains("\"Total 42\""));
      assertThat(status.model()).extracting(AnsweringModel::version).isEqualTo("4");
    }
  }

  @Test
  void refusesToFetchAPicture(Cluster cluster) {
    try (FairwayOperator _ = operator(cluster)) {
      ask(cluster, "linked", "ppocr-v4", Map.of("image_url", "https://example.com/a.png"));
      Condition completed = ended(cluster, "linked").condition(Conditions.COMPLETED).orElseThrow();
      assertThat(completed.reason()).isEqualTo("UnsupportedParameter");
      assertThat(completed.message())
          .isEqualTo(
              "spec.inputContext.image_url: pictures are not fetched from URLs here; send the picture itself (image_data)");
    }
  }

  @Test
  void embedsTexts(Cluster cluster) {
    try (FairwayOperator _ = operator(cluster)) {
      ask(cluster, "texts", "all-minilm-l6-v2", Map.of("input", List.of("a cat", "two cats")));
      ModelInferenceRequestStatus status = ended(cluster, "texts");
      FreeJson result = Objects.requireNonNull(status.inferenceResult());
      Map<?, ?> plain = (Map<?, ?>) Objects.requireNonNull(result.plain());
      assertThat((List<?>) plain.get("embeddings"))
          .hasSize(2)
          .allSatisfy(vector -> assertThat((List<?>) vector).hasSize(384));
      assertThat(plain.get("dimensions")).hasToString("384");
      assertThat(status.usage()).extracting(Usage::inputTokens).isEqualTo(8L);
    }
  }

  @Test
  void saysWhatAModelThatEmbedsTakes(Cluster cluster) {
    try (FairwayOperator _ = operator(cluster)) {
      ask(cluster, "chat", "all-minilm-l6-v2", Map.of("messages", List.of()));
      Condition completed = ended(cluster, "chat").condition(Conditions.COMPLETED).orElseThrow();
      assertThat(completed.message())
          .isEqualTo(
              "spec.inputContext.messages: all-minilm-l6-v2 embeds texts: give input, a text or a list of texts");
    }
  }

  private static FairwayOperator operator(Cluster cluster) {
    Map<String, BuiltIn> builtIns = new HashMap<>();
    for (LocalModel local : MODELS.models()) {
      String name = local.name();
      MODELS
          .chat(name)
          .ifPresent(model -> builtIns.put(name, new BuiltIn.Chat(model, local.version())));
      MODELS
          .embeddings(name)
          .ifPresent(model -> builtIns.put(name, new BuiltIn.Embeddings(model, local.version())));
    }
    return FairwayOperator.start(
        cluster.client(),
        builtIns,
        OperatorOnCluster.NO_REMOTE,
        OperatorSettings.of("pod-0", cluster.namespace(), OperatorOnCluster.PLACES)
            .withNamespaces(Set.of(cluster.namespace())),
        Clock.systemUTC());
  }

  private static void ask(Cluster cluster, String name, String model, Map<String, Object> input) {
    ModelRef ref = new ModelRef(model, "local", null);
    OperatorOnCluster.create(cluster, name, ModelInferenceRequestSpec.of(ref, FreeJson.of(input)));
  }

  private static ModelInferenceRequestStatus ended(Cluster cluster, String name) {
    return OperatorOnCluster.await(cluster, name, "has ended", OperatorOnCluster::isEnded);
  }

  private static String picture(String text) throws IOException {
    BufferedImage image = new BufferedImage(240, 60, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 240, 60);
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 30));
    graphics.drawString(text, 20, 40);
    graphics.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return Base64.getEncoder().encodeToString(png.toByteArray());
  }
}
