package dev.fairway.inference.onnx;

import java.util.ArrayList;
import java.util.List;

/// Probabilities to spans of speech, smoothed with the values Silero uses: speech begins above one
/// threshold and ends below a lower one, short pauses belong to it, short noises do not.
final class SpeechSpans {
  private static final float BEGINS_AT = 0.5f;
  private static final float ENDS_BELOW = 0.35f;
  private static final double LEAST_SPEECH_MS = 250;
  private static final double LEAST_PAUSE_MS = 100;
  private static final double PAD_MS = 30;

  private SpeechSpans() {}

  record Span(double startMs, double endMs) {
    double length() {
      return endMs - startMs;
    }
  }

  /// @param windowMs length of a window
  /// @param totalMs length of the sound
  static List<Span> of(float[] probabilities, double windowMs, double totalMs) {
    List<Span> raw = new ArrayList<>();
    int start = -1;
    int quietSince = -1;
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] >= BEGINS_AT) {
        start = start < 0 ? i : start;
        quietSince = -1;
      } else if (start >= 0 && probabilities[i] < ENDS_BELOW) {
        quietSince = quietSince < 0 ? i : quietSince;
        if ((i + 1 - quietSince) * windowMs >= LEAST_PAUSE_MS) {
          raw.add(new Span(start * windowMs, quietSince * windowMs));
          start = -1;
          quietSince = -1;
        }
      }
    }
    if (start >= 0) {
      raw.add(new Span(start * windowMs, quietSince < 0 ? totalMs : quietSince * windowMs));
    }
    return padded(raw, totalMs);
  }

  private static List<Span> padded(List<Span> raw, double totalMs) {
    List<Span> spans = new ArrayList<>();
    for (Span span : raw) {
      if (span.length() >= LEAST_SPEECH_MS) {
        spans.add(
            new Span(
                Math.max(0, span.startMs() - PAD_MS), Math.min(totalMs, span.endMs() + PAD_MS)));
      }
    }
    return spans;
  }
}
