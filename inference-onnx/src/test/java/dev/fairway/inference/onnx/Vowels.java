package dev.fairway.inference.onnx;

import java.util.Random;

/// Something like speech, made of nothing: a buzzing voice through the resonances of vowels, in
/// syllables.
final class Vowels {
  private static final int RATE = SpeechDetector.RATE;
  private static final double[][] FORMANTS = {
    {730, 1090, 2440}, {270, 2290, 3010}, {570, 840, 2410}, {530, 1840, 2480}, {300, 870, 2240}
  };

  private Vowels() {}

  static float[] seconds(double length) {
    float[] voice = new float[(int) (length * RATE)];
    double[][] memory = new double[3][2];
    Random breath = new Random(3);
    double phase = 0;
    for (int i = 0; i < voice.length; i++) {
      double time = (double) i / RATE;
      int syllable = (int) (time / 0.22);
      double within = time / 0.22 - syllable;
      double pitch = 125 + 18 * Math.sin(2 * Math.PI * time * 0.9) - 12 * within;
      phase += pitch / RATE;
      double pulse = phase >= 1 ? 1 : 0;
      phase -= Math.floor(phase);
      double source = pulse + 0.01 * breath.nextGaussian();
      double loud = Math.pow(Math.sin(Math.PI * within), 0.6);
      voice[i] = (float) (loud * resonated(source, FORMANTS[syllable % 5], memory));
    }
    return normalized(voice);
  }

  /// Three resonators side by side.
  private static double resonated(double source, double[] formants, double[][] memory) {
    double sum = 0;
    for (int f = 0; f < 3; f++) {
      double radius = Math.exp(-Math.PI * (70 + 30 * f) / RATE);
      double turn = 2 * radius * Math.cos(2 * Math.PI * formants[f] / RATE);
      double now = source + turn * memory[f][0] - radius * radius * memory[f][1];
      memory[f][1] = memory[f][0];
      memory[f][0] = now;
      sum += now / (f + 1);
    }
    return sum;
  }

  private static float[] normalized(float[] voice) {
    float peak = 0;
    for (float sample : voice) {
      peak = Math.max(peak, Math.abs(sample));
    }
    for (int i = 0; i < voice.length; i++) {
      voice[i] *= 0.5f / peak;
    }
    return voice;
  }
}
