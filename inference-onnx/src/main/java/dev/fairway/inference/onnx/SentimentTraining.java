package dev.fairway.inference.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Trains a [LogisticHead]: full-batch gradient descent with momentum from zero weights, so the
/// same examples always give the same head.
final class SentimentTraining {
  private static final int STEPS = 400;
  private static final double STEP = 4;
  private static final double MOMENTUM = 0.9;
  private static final double L2 = 1e-4;
  private static final List<String> LABELS = List.of("negative", "positive");

  private SentimentTraining() {}

  record Example(float[] embedding, boolean positive) {}

  /// How a head does on examples it has not seen.
  ///
  /// @param accuracy share of right answers, neutral aside
  /// @param logLoss mean of -ln(probability of the right class)
  /// @param calibrationError expected calibration error over ten bins
  /// @param covered share of answers with a confidence of at least 0.8
  /// @param coveredAccuracy share of right ones among those
  record Score(
      double accuracy,
      double logLoss,
      double calibrationError,
      double covered,
      double coveredAccuracy) {}

  static LogisticHead train(List<Example> examples) {
    int width = examples.getFirst().embedding().length;
    double[] weights = new double[width];
    double[] velocity = new double[width];
    double bias = 0;
    double biasVelocity = 0;
    for (int step = 0; step < STEPS; step++) {
      double[] gradient = new double[width];
      double biasGradient = 0;
      LogisticHead head = new LogisticHead(LABELS, weights, bias);
      for (Example example : examples) {
        double error = head.probability(example.embedding()) - (example.positive() ? 1 : 0);
        for (int i = 0; i < width; i++) {
          gradient[i] += error * example.embedding()[i];
        }
        biasGradient += error;
      }
      for (int i = 0; i < width; i++) {
        double slope = gradient[i] / examples.size() + L2 * weights[i];
        velocity[i] = MOMENTUM * velocity[i] - STEP * slope;
        weights[i] += velocity[i];
      }
      biasVelocity = MOMENTUM * biasVelocity - STEP * biasGradient / examples.size();
      bias += biasVelocity;
    }
    return new LogisticHead(LABELS, weights, bias);
  }

  /// Ten-fold cross-validation: every example is judged once, by a head that was trained without
  /// it.
  static Score crossValidate(List<Example> examples) {
    List<Example> shuffled = new ArrayList<>(examples);
    Collections.shuffle(shuffled, new Random(7));
    List<double[]> judged = new ArrayList<>();
    for (int fold = 0; fold < 10; fold++) {
      List<Example> training = new ArrayList<>();
      List<Example> held = new ArrayList<>();
      for (int i = 0; i < shuffled.size(); i++) {
        (i % 10 == fold ? held : training).add(shuffled.get(i));
      }
      LogisticHead head = train(training);
      held.forEach(
          e -> judged.add(new double[] {head.probability(e.embedding()), e.positive() ? 1 : 0}));
    }
    return score(judged);
  }

  /// Each entry: probability of positive, 1 for truly positive.
  private static Score score(List<double[]> judged) {
    double right = 0;
    double loss = 0;
    double covered = 0;
    double coveredRight = 0;
    double[] binCount = new double[10];
    double[] binConfidence = new double[10];
    double[] binRight = new double[10];
    for (double[] one : judged) {
      double confidence = Math.max(one[0], 1 - one[0]);
      int correct = one[0] >= 0.5 == (one[1] == 1) ? 1 : 0;
      right += correct;
      loss -= Math.log(Math.max(1e-12, one[1] == 1 ? one[0] : 1 - one[0]));
      if (confidence >= 0.8) {
        covered++;
        coveredRight += correct;
      }
      int bin = Math.min(9, (int) (confidence * 10));
      binCount[bin]++;
      binConfidence[bin] += confidence;
      binRight[bin] += correct;
    }
    double calibration = 0;
    for (int bin = 0; bin < 10; bin++) {
      calibration += Math.abs(binConfidence[bin] - binRight[bin]) / judged.size();
    }
    return new Score(
        right / judged.size(),
        loss / judged.size(),
        calibration,
        covered / judged.size(),
        coveredRight / covered);
  }
}
