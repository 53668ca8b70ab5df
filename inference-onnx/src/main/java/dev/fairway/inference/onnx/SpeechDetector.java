package dev.fairway.inference.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.fairway.inference.onnx.Signature.Tensor;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/// Sound to the probability of speech in each window of 32 ms, as Silero's model gives it.
/// Immutable; what the model remembers from window to window belongs to a call.
record SpeechDetector(OrtSession session) {
  static final int RATE = 16_000;
  static final int WINDOW = 512;

  static final Signature SIGNATURE =
      new Signature(
          List.of(Tensor.floats("input", 2), Tensor.floats("state", 3), Tensor.longs("sr", 0)),
          List.of(Tensor.floats("output", 2), Tensor.floats("stateN", 3)));

  /// Each window begins with the last samples of the one before.
  private static final int CONTEXT = 64;

  private static final int STATE = 2 * 128;

  /// @param samples at [#RATE]; the last window is filled up with silence
  float[] probabilities(float[] samples) throws OrtException, InterruptedException {
    float[] probabilities = new float[(samples.length + WINDOW - 1) / WINDOW];
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (Arena arena = Arena.ofConfined();
        OnnxTensor rate = OnnxTensor.createTensor(environment, (long) RATE)) {
      FloatBuffer input = Memory.floats(arena, CONTEXT + WINDOW);
      FloatBuffer state = Memory.floats(arena, STATE);
      for (int window = 0; window < probabilities.length; window++) {
        RunSlots.goOn();
        fill(input, samples, window * WINDOW - CONTEXT);
        probabilities[window] = run(environment, input, state, rate);
      }
    }
    return probabilities;
  }

  private static void fill(FloatBuffer input, float[] samples, int start) {
    for (int i = 0; i < CONTEXT + WINDOW; i++) {
      int at = start + i;
      input.put(i, at < 0 || at >= samples.length ? 0 : samples[at]);
    }
  }

  /// @param state read, then overwritten with what the model remembers
  private float run(
      OrtEnvironment environment, FloatBuffer input, FloatBuffer state, OnnxTensor rate)
      throws OrtException {
    try (OnnxTensor sound =
            OnnxTensor.createTensor(environment, input, new long[] {1, CONTEXT + WINDOW});
        OnnxTensor remembered =
            OnnxTensor.createTensor(environment, state, new long[] {2, 1, STATE / 2});
        OrtSession.Result result =
            session.run(Map.of("input", sound, "state", remembered, "sr", rate))) {
      float probability = ((OnnxTensor) result.get("output").orElseThrow()).getFloatBuffer().get(0);
      state.put(0, ((OnnxTensor) result.get("stateN").orElseThrow()).getFloatBuffer(), 0, STATE);
      return probability;
    }
  }
}
