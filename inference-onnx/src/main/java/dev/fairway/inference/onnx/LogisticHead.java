package dev.fairway.inference.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// A logistic regression of two labels on top of an embedding: probability of the second =
/// sigmoid(w·x + b). Immutable.
///
/// @param labels the first is what a probability of 0 means
/// @param weights one per dimension of the embedding
record LogisticHead(List<String> labels, double[] weights, double bias) {
  LogisticHead {
    labels = List.copyOf(labels);
  }

  /// @throws IOException when it is no JSON, or lacks labels or weights
  static LogisticHead read(InputStream json) throws IOException {
    JsonNode head = new ObjectMapper().readTree(json);
    List<String> labels = new ArrayList<>();
    head.path("labels").forEach(label -> labels.add(label.asText()));
    double[] weights = new double[head.path("weights").size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = head.path("weights").get(i).doubleValue();
    }
    if (labels.size() != 2 || weights.length == 0) {
      throw new IOException("it must have two labels, weights and a bias");
    }
    return new LogisticHead(labels, weights, head.path("bias").doubleValue());
  }

  /// Of the second label.
  double probability(float[] embedding) {
    if (embedding.length != weights.length) {
      throw new IllegalArgumentException(
          "the head has " + weights.length + " weights, the embedding " + embedding.length);
    }
    double sum = bias;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * embedding[i];
    }
    return 1 / (1 + Math.exp(-sum));
  }
}
