package dev.fairway.inference.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;

/// A logistic regression on top of an embedding: probability = sigmoid(w·x + b). Immutable.
///
/// @param weights one per dimension of the embedding
/// @param neutralBelow a winning probability below this is reported as `neutral`: the training data
///   has no neutral class, so doubt is all there is to go by
record SentimentHead(double[] weights, double bias, double neutralBelow) {
  /// What the head says of a text.
  ///
  /// @param confidence the probability of the winning class, 0.5 to 1.0, also when the answer is
  ///   neutral
  record Opinion(String sentiment, double confidence) {}

  static SentimentHead read(InputStream json, double neutralBelow) throws IOException {
    JsonNode head = new ObjectMapper().readTree(json);
    double[] weights = new double[head.path("weights").size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = head.path("weights").get(i).doubleValue();
    }
    return new SentimentHead(weights, head.path("bias").doubleValue(), neutralBelow);
  }

  Opinion judge(float[] embedding) {
    double positive = probability(embedding);
    double confidence = Math.max(positive, 1 - positive);
    if (confidence < neutralBelow) {
      return new Opinion("neutral", confidence);
    }
    return new Opinion(positive >= 0.5 ? "positive" : "negative", confidence);
  }

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
