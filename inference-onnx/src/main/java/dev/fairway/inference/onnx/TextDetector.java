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

/// Finds where text is: the model gives each pixel a probability, connected pixels make a box.
record TextDetector(OrtSession session) {
  private static final int SHORTER_SIDE = 736;
  private static final int LONGER_SIDE = 2000;
  private static final int SIDE_STEP = 32;

  List<Box> find(BufferedImage image) throws OrtException {
    int width = image.getWidth();
    int height = image.getHeight();
    double scale = scale(width, height);
    int seenWidth = side(width * scale);
    int seenHeight = side(height * scale);
    return TextMap.boxes(probabilities(image, seenWidth, seenHeight), seenWidth).stream()
        .map(box ->
            box.scaled((double) width / seenWidth, (double) height / seenHeight, width, height))
        .toList();
  }

  /// Small pictures are enlarged; the limit of the longer side goes first.
  private static double scale(int width, int height) {
    int shorter = Math.min(width, height);
    int longer = Math.max(width, height);
    return Math.min(Math.max(1, (double) SHORTER_SIDE / shorter), (double) LONGER_SIDE / longer);
  }

  private static int side(double length) {
    return Math.max(SIDE_STEP, (int) Math.round(length / SIDE_STEP) * SIDE_STEP);
  }

  private float[] probabilities(BufferedImage image, int width, int height) throws OrtException {
    try (Arena arena = Arena.ofConfined();
        OnnxTensor input =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                Planes.of(arena, image, width, height),
                new long[] {1, 3, height, width});
        OrtSession.Result result = session.run(Map.of(Planes.INPUT, input))) {
      FloatBuffer numbers = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] all = new float[numbers.remaining()];
      numbers.get(all);
      return all;
    }
  }
}
