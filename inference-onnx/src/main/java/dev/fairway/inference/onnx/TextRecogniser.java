package dev.fairway.inference.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.awt.image.BufferedImage;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/// Reads one line of text. The model gives, for each narrow step from left to right, a probability
/// per character.
record TextRecogniser(OrtSession session, List<String> characters) {
  private static final int HEIGHT = 48;
  private static final int LEAST_WIDTH = 48;

  /// Of a line scaled to that height; a longer one is squeezed.
  private static final int MOST_WIDTH = 6400;

  /// Number 0 stands for "nothing new", the last for a space.
  private static final int MORE_THAN_CHARACTERS = 2;

  /// @param confidence mean probability of the characters, 0 without any
  record Line(String text, double confidence) {}

  Line read(BufferedImage line) throws OrtException {
    int width =
        Math.clamp(
            Math.round((double) line.getWidth() * HEIGHT / line.getHeight()),
            LEAST_WIDTH,
            MOST_WIDTH);
    try (Arena arena = Arena.ofConfined();
        OnnxTensor input =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                Planes.of(arena, line, width, HEIGHT),
                new long[] {1, 3, HEIGHT, width});
        OrtSession.Result result = session.run(Map.of(Planes.INPUT, input))) {
      return decode(((OnnxTensor) result.get(0)).getFloatBuffer());
    }
  }

  private Line decode(FloatBuffer probabilities) {
    int classes = characters.size() + MORE_THAN_CHARACTERS;
    StringBuilder text = new StringBuilder();
    double sum = 0;
    int emitted = 0;
    int before = 0;
    for (int step = 0; step < probabilities.limit() / classes; step++) {
      int best = best(probabilities, step * classes, classes);
      if (best != 0 && best != before) {
        text.append(best > characters.size() ? " " : characters.get(best - 1));
        sum += probabilities.get(step * classes + best);
        emitted++;
      }
      before = best;
    }
    return new Line(text.toString().strip(), emitted == 0 ? 0 : sum / emitted);
  }

  private static int best(FloatBuffer probabilities, int start, int classes) {
    int best = 0;
    for (int i = 1; i < classes; i++) {
      best = probabilities.get(start + i) > probabilities.get(start + best) ? i : best;
    }
    return best;
  }

  /// Notes when the model knows another number of characters than the file has.
  static void checkAlphabet(
      OrtSession session, List<String> characters, String file, List<String> faults) {
    session.getOutputNames().stream()
        .findFirst()
        .flatMap(output -> Signature.lastDimension(session, output))
        .map(classes -> classes - MORE_THAN_CHARACTERS)
        .filter(known -> !characters.isEmpty() && known != characters.size())
        .ifPresent(known ->
            faults.add(
                "%s has %d characters, the model knows %d"
                    .formatted(file, characters.size(), known)));
  }
}
