package dev.fairway.inference.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/// Token ids to one vector of length 1. One session serves all callers; a run holds its platform
/// thread inside the native library, so callers come through [RunSlots].
final class Embedder implements AutoCloseable {
  private static final String OUTPUT = "last_hidden_state";

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final ModelPack.Pooling pooling;

  Embedder(OrtEnvironment environment, byte[] model, ModelPack.Pooling pooling)
      throws OrtException {
    this.environment = environment;
    this.pooling = pooling;
    try (SessionOptions options = new SessionOptions()) {
      // Measured: more threads inside a run gain nothing; throughput comes from parallel runs.
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      this.session = environment.createSession(model, options);
    }
  }

  float[] embed(long[] ids) throws OrtException {
    long[] shape = {1, ids.length};
    long[] mask = new long[ids.length];
    Arrays.fill(mask, 1);
    try (OnnxTensor tokens = OnnxTensor.createTensor(environment, direct(ids), shape);
        OnnxTensor attention = OnnxTensor.createTensor(environment, direct(mask), shape);
        OnnxTensor types =
            OnnxTensor.createTensor(environment, direct(new long[ids.length]), shape);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", tokens, "attention_mask", attention, "token_type_ids", types),
                Set.of(OUTPUT))) {
      FloatBuffer states = ((OnnxTensor) result.get(0)).getFloatBuffer();
      return normalized(pooled(states, ids.length));
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }

  private float[] pooled(FloatBuffer states, int tokens) {
    int width = states.remaining() / tokens;
    float[] vector = new float[width];
    switch (pooling) {
      case CLS -> states.get(0, vector);
      case MEAN -> {
        for (int token = 0; token < tokens; token++) {
          for (int i = 0; i < width; i++) {
            vector[i] += states.get(token * width + i) / tokens;
          }
        }
      }
    }
    return vector;
  }

  private static float[] normalized(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += value * value;
    }
    float length = (float) Math.max(Math.sqrt(sum), 1e-12);
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
    return vector;
  }

  private static LongBuffer direct(long[] values) {
    LongBuffer buffer =
        ByteBuffer.allocateDirect(values.length * Long.BYTES)
            .order(ByteOrder.nativeOrder())
            .asLongBuffer();
    return buffer.put(values).flip();
  }
}
