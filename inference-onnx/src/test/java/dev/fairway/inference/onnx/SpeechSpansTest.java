package dev.fairway.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.onnx.SpeechSpans.Span;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Windows of 50 ms, twenty a second.
class SpeechSpansTest {
  private static final double WINDOW_MS = 50;

  @Test
  void padsASpan() {
    assertThat(spans(quiet(10), speech(10), quiet(10))).containsExactly(new Span(470, 1030));
  }

  @Test
  void bridgesAShortPauseAndEndsAtALongOne() {
    assertThat(spans(speech(10), quiet(1), speech(10), quiet(10))).hasSize(1);
    assertThat(spans(speech(10), quiet(2), speech(10), quiet(10))).hasSize(2);
  }

  @Test
  void dropsAShortNoise() {
    assertThat(spans(quiet(10), speech(4), quiet(10))).isEmpty();
  }

  @Test
  void goesOnWhileItIsUnsure() {
    float[] unsure = new float[10];
    Arrays.fill(unsure, 0.4f);
    assertThat(spans(unsure)).isEmpty();
    assertThat(spans(speech(5), unsure, quiet(5))).containsExactly(new Span(0, 780));
  }

  @Test
  void endsWithTheSound() {
    assertThat(spans(quiet(2), speech(8))).containsExactly(new Span(70, 500));
  }

  private static List<Span> spans(float[]... pieces) {
    int length = Arrays.stream(pieces).mapToInt(piece -> piece.length).sum();
    float[] all = new float[length];
    int at = 0;
    for (float[] piece : pieces) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    return SpeechSpans.of(all, WINDOW_MS, length * WINDOW_MS);
  }

  private static float[] speech(int windows) {
    float[] probabilities = new float[windows];
    Arrays.fill(probabilities, 0.9f);
    return probabilities;
  }

  private static float[] quiet(int windows) {
    return new float[windows];
  }
}
