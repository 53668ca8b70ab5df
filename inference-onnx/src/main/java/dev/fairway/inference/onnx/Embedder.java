package dev.fairway.inference.onnx;

import ai.onnxruntime.OrtException;
import dev.fairway.inference.onnx.ModelPack.Pooling;

/// Token ids to one vector of length 1.
record Embedder(TextEncoder encoder, Pooling pooling) {

  float[] embed(long[] ids) throws OrtException {
    return normalized(pooled(encoder.run(ids), ids.length));
  }

  private float[] pooled(float[] states, int tokens) {
    int width = states.length / tokens;
    float[] vector = new float[width];
    switch (pooling) {
      case CLS -> System.arraycopy(states, 0, vector, 0, width);
      case MEAN -> {
        for (int token = 0; token < tokens; token++) {
          for (int i = 0; i < width; i++) {
            vector[i] += states[token * width + i] / tokens;
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
}
