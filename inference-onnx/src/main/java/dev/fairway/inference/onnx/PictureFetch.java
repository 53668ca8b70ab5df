package dev.fairway.inference.onnx;

import java.time.Duration;

/// Fetches a picture that a request names by URL. Whoever passes one decides which addresses may be
/// reached; the local models themselves never use the network.
@FunctionalInterface
public interface PictureFetch {
  /// Blocks until the whole picture is there.
  ///
  /// @param maxBytes a longer answer is a failure
  /// @throws dev.fairway.inference.chat.ModelFailureException when it cannot be had
  byte[] fetch(String url, int maxBytes, Duration timeout);
}
