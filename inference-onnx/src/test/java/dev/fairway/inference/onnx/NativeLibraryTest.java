package dev.fairway.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeLibraryTest {
  /// "No network" is a promise. Releases from 1.29 on upload usage unless a variable of the
  /// environment forbids it; they carry the address to report to.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "linux-x64/libonnxruntime.so",
        "linux-aarch64/libonnxruntime.so",
        "osx-aarch64/libonnxruntime.dylib"
      })
  void reportsToNobody(String library) throws IOException {
    try (InputStream in =
        OrtEnvironment.class.getResourceAsStream("/ai/onnxruntime/native/" + library)) {
      byte[] bytes = Objects.requireNonNull(in, library).readAllBytes();
      assertThat(new String(bytes, StandardCharsets.ISO_8859_1).contains("events.data.microsoft"))
          .isFalse();
    }
  }
}
