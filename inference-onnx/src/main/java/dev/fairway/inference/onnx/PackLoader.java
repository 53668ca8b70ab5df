package dev.fairway.inference.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.fairway.inference.chat.ModelFailure.UnknownModel;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.onnx.ModelPack.Encoder;
import dev.fairway.inference.onnx.ModelPack.Tensors;
import dev.fairway.inference.onnx.ModelPack.Work;
import dev.fairway.inference.onnx.Signature.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes of a pack's files what runs, after checking all of them: files and hashes, tensors,
/// labels, and one trial run. Everything that is wrong is said in one failure. Thread-safe.
final class PackLoader implements AutoCloseable {
  private final Sessions sessions;

  PackLoader(Sessions sessions) {
    this.sessions = sessions;
  }

  TextEmbedding.Loaded embedding(ModelPack pack, Work.Embed work) {
    List<String> faults = new ArrayList<>(pack.faults());
    Optional<TextEncoder> encoder = encoder(pack, work.encoder(), 3, faults);
    Optional<TextInput> input = input(pack, work.encoder(), faults);
    if (!faults.isEmpty() || encoder.isEmpty() || input.isEmpty()) {
      throw unusable(pack, faults);
    }
    Embedder embedder = new Embedder(encoder.get(), work.pooling());
    float[] vector = trial(pack, () -> embedder.embed(input.get().tokenizer().encode("a")));
    finite(pack, vector);
    return new TextEmbedding.Loaded(input.get(), embedder);
  }

  Classification.Loaded classification(ModelPack pack, Work.Classify work) {
    List<String> faults = new ArrayList<>(pack.faults());
    LogisticHead head = work.head() == null ? null : head(pack, work, work.head(), faults);
    int rank = work.head() == null ? 2 : 3;
    Optional<TextEncoder> encoder = encoder(pack, work.encoder(), rank, faults);
    Optional<TextInput> input = input(pack, work.encoder(), faults);
    if (work.head() == null) {
      encoder.ifPresent(model -> checkLabels(work, model, faults));
    }
    if (!faults.isEmpty() || encoder.isEmpty() || input.isEmpty()) {
      throw unusable(pack, faults);
    }
    Classifier classifier =
        head == null
            ? new Classifier.OfModel(encoder.get())
            : new Classifier.OnEmbedding(new Embedder(encoder.get(), work.pooling()), head);
    double[] shares =
        trial(pack, () -> classifier.probabilities(input.get().tokenizer().encode("a")));
    if (shares.length != work.labels().size()) {
      throw unusable(pack, List.of(wrongLabels(work.labels(), shares.length + " labels")));
    }
    return new Classification.Loaded(input.get(), classifier);
  }

  TextReader textReader(ModelPack pack, Work.ReadText work) {
    List<String> faults = new ArrayList<>(pack.faults());
    List<String> characters = Characters.read(pack.files().read(work.characters(), faults));
    Optional<OrtSession> detector = sessions.open(pack.files(), work.detector(), faults);
    Optional<OrtSession> recogniser = sessions.open(pack.files(), work.recogniser(), faults);
    // These files name their output as their exporter liked; there is one.
    detector.ifPresent(
        session -> signature(session, 4).check(work.detector().name(), session, faults));
    recogniser.ifPresent(session -> {
      signature(session, 3).check(work.recogniser().name(), session, faults);
      TextRecogniser.checkAlphabet(session, characters, work.characters().name(), faults);
    });
    if (!faults.isEmpty() || detector.isEmpty() || recogniser.isEmpty()) {
      throw unusable(pack, faults);
    }
    return new TextReader(
        new TextDetector(detector.get()), new TextRecogniser(recogniser.get(), characters));
  }

  private static Signature signature(OrtSession session, int outputRank) {
    String output = session.getOutputNames().stream().findFirst().orElse("output");
    return new Signature(
        List.of(Tensor.floats(Planes.INPUT, 4)), List.of(Tensor.floats(output, outputRank)));
  }

  SpeechDetector speechDetector(ModelPack pack, Work.DetectSpeech work) {
    List<String> faults = new ArrayList<>(pack.faults());
    Optional<OrtSession> session = sessions.open(pack.files(), work.model(), faults);
    session.ifPresent(
        opened -> SpeechDetector.SIGNATURE.check(work.model().name(), opened, faults));
    if (!faults.isEmpty() || session.isEmpty()) {
      throw unusable(pack, faults);
    }
    return new SpeechDetector(session.get());
  }

  @Override
  public void close() {
    sessions.close();
  }

  private Optional<TextEncoder> encoder(
      ModelPack pack, Encoder encoder, int outputRank, List<String> faults) {
    return sessions
        .open(pack.files(), encoder.model(), faults)
        .map(session -> {
          Tensors names = wanted(encoder.tensors(), session);
          List<Tensor> inputs = new ArrayList<>();
          inputs.add(Tensor.longs(names.ids(), 2));
          inputs.add(Tensor.longs(names.mask(), 2));
          if (names.types() != null) {
            inputs.add(Tensor.longs(names.types(), 2));
          }
          List<Tensor> outputs = List.of(Tensor.floats(names.output(), outputRank));
          new Signature(inputs, outputs).check(encoder.model().name(), session, faults);
          return new TextEncoder(session, names);
        });
  }

  /// Many models have no input for token types; a pack need not say so.
  private static Tensors wanted(Tensors names, OrtSession session) {
    boolean without =
        "token_type_ids".equals(names.types()) && !session.getInputNames().contains(names.types());
    return without ? new Tensors(names.ids(), names.mask(), null, names.output()) : names;
  }

  private static Optional<TextInput> input(ModelPack pack, Encoder encoder, List<String> faults) {
    PackFile file = encoder.tokenizer();
    byte[] bytes = pack.files().read(file, faults);
    if (bytes.length == 0) {
      return Optional.empty();
    }
    try {
      WordPiece tokenizer =
          file.name().endsWith(".txt")
              ? WordPiece.ofVocabulary(bytes)
              : WordPiece.ofTokenizerJson(new ByteArrayInputStream(bytes));
      return Optional.of(new TextInput(pack.name(), tokenizer, encoder.maxTokens()));
    } catch (IOException | IllegalArgumentException e) {
      faults.add(file.name() + " is no WordPiece tokenizer: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static @Nullable LogisticHead head(
      ModelPack pack, Work.Classify work, PackFile file, List<String> faults) {
    byte[] bytes = pack.files().read(file, faults);
    if (bytes.length == 0) {
      return null;
    }
    try {
      LogisticHead head = LogisticHead.read(new ByteArrayInputStream(bytes));
      if (!head.labels().equals(work.labels())) {
        faults.add(wrongLabels(work.labels(), head.labels().toString()));
      }
      return head;
    } catch (IOException e) {
      faults.add(file.name() + " is no head of a classifier: " + e.getMessage());
      return null;
    }
  }

  private static void checkLabels(Work.Classify work, TextEncoder model, List<String> faults) {
    Signature.lastDimension(model.session(), model.tensors().output())
        .filter(width -> width != work.labels().size())
        .ifPresent(width -> faults.add(wrongLabels(work.labels(), width + " labels")));
  }

  private static String wrongLabels(List<String> labels, String known) {
    return "labels: the pack names %s, the model knows %s".formatted(labels, known);
  }

  private interface Trial<T> {
    T run() throws OrtException;
  }

  private static <T> T trial(ModelPack pack, Trial<T> trial) {
    try {
      return trial.run();
    } catch (OrtException | RuntimeException e) {
      throw unusable(pack, List.of("a trial run failed: " + e.getMessage()));
    }
  }

  private static void finite(ModelPack pack, float[] vector) {
    for (float number : vector) {
      if (!Float.isFinite(number)) {
        throw unusable(pack, List.of("a trial run gave " + number));
      }
    }
  }

  static ModelFailureException unusable(ModelPack pack, List<String> faults) {
    return new ModelFailureException(
        new UnknownModel(
            "the model pack %s cannot be used: %s"
                .formatted(pack.name(), String.join("; ", faults))));
  }
}
