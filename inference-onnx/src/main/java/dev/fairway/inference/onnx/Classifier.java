package dev.fairway.inference.onnx;

import ai.onnxruntime.OrtException;

/// Token ids to one probability per label.
sealed interface Classifier {
  double[] probabilities(long[] ids) throws OrtException;

  /// A head on top of an embedding.
  record OnEmbedding(Embedder embedder, LogisticHead head) implements Classifier {
    @Override
    public double[] probabilities(long[] ids) throws OrtException {
      double second = head.probability(embedder.embed(ids));
      return new double[] {1 - second, second};
    }
  }

  /// A model that gives a number per label itself.
  record OfModel(TextEncoder encoder) implements Classifier {
    @Override
    public double[] probabilities(long[] ids) throws OrtException {
      return softmax(encoder.run(ids));
    }

    private static double[] softmax(float[] logits) {
      double greatest = Double.NEGATIVE_INFINITY;
      for (float logit : logits) {
        greatest = Math.max(greatest, logit);
      }
      double[] shares = new double[logits.length];
      double sum = 0;
      for (int i = 0; i < shares.length; i++) {
        shares[i] = Math.exp(logits[i] - greatest);
        sum += shares[i];
      }
      for (int i = 0; i < shares.length; i++) {
        shares[i] /= sum;
      }
      return shares;
    }
  }
}
