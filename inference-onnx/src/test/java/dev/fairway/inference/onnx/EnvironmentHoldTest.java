package dev.fairway.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnvironmentHoldTest {
  /// Another release of ONNX Runtime may name its private calls otherwise.
  @Test
  void reachesWhatTheBindingKeepsPrivate() {
    try (EnvironmentHold hold = EnvironmentHold.take()) {
      assertThat(hold.holds()).isTrue();
    }
  }
}
