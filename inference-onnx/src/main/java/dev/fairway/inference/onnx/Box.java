package dev.fairway.inference.onnx;

import java.util.List;

/// An upright rectangle of pixels; right and bottom are exclusive.
record Box(int left, int top, int right, int bottom) {
  int width() {
    return right - left;
  }

  int height() {
    return bottom - top;
  }

  /// The same on a picture of another scale, cut at its borders.
  Box scaled(double x, double y, int maxRight, int maxBottom) {
    return new Box(
        Math.clamp(Math.round(left * x), 0, maxRight - 1),
        Math.clamp(Math.round(top * y), 0, maxBottom - 1),
        Math.clamp(Math.round(right * x), 1, maxRight),
        Math.clamp(Math.round(bottom * y), 1, maxBottom));
  }

  Box grown(int by) {
    return new Box(left - by, top - by, right + by, bottom + by);
  }

  Box with(Box other) {
    return new Box(
        Math.min(left, other.left),
        Math.min(top, other.top),
        Math.max(right, other.right),
        Math.max(bottom, other.bottom));
  }

  /// Whether the two stand in one line of text.
  boolean besides(Box other) {
    int shared = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    return 2 * shared > Math.min(height(), other.height());
  }

  static Box around(List<Box> boxes) {
    return boxes.stream().reduce(Box::with).orElseThrow();
  }
}
