package dev.fairway.inference.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A probability per pixel to boxes of text. Thresholds are those RapidOCR publishes. For one map.
final class TextMap {
  private static final float PIXEL_AT_LEAST = 0.3f;
  private static final double BOX_AT_LEAST = 0.5;
  private static final int LEAST_SIDE = 3;
  private static final int MAX_BOXES = 1000;

  /// The model marks the core of a line only.
  private static final double GROWTH = 1.6;

  private final float[] at;
  private final int width;
  private final int height;
  private int[] stack = new int[1024];
  private int stacked;

  private TextMap(float[] at, int width) {
    this.at = at;
    this.width = width;
    this.height = at.length / width;
  }

  /// @param map line after line; used up
  static List<Box> boxes(float[] map, int width) {
    return new TextMap(map, width).boxes();
  }

  private List<Box> boxes() {
    List<Box> boxes = new ArrayList<>();
    for (int pixel = 0; pixel < at.length && boxes.size() < MAX_BOXES; pixel++) {
      if (at[pixel] > PIXEL_AT_LEAST) {
        addComponent(pixel, boxes);
      }
    }
    return boxes;
  }

  /// Visits the pixels connected with the first; a visited one is set to 0.
  private void addComponent(int first, List<Box> boxes) {
    int left = width;
    int top = height;
    int right = 0;
    int bottom = 0;
    double sum = 0;
    int count = 0;
    push(first);
    while (stacked > 0) {
      int pixel = stack[--stacked];
      if (at[pixel] <= PIXEL_AT_LEAST) {
        continue;
      }
      int x = pixel % width;
      int y = pixel / width;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
      sum += at[pixel];
      count++;
      at[pixel] = 0;
      pushNeighbours(pixel, x, y);
    }
    Box box = new Box(left, top, right, bottom);
    if (box.width() >= LEAST_SIDE && box.height() >= LEAST_SIDE && sum / count >= BOX_AT_LEAST) {
      boxes.add(box.grown(growth(box)));
    }
  }

  private static int growth(Box box) {
    double perimeter = 2.0 * (box.width() + box.height());
    return (int) Math.round(GROWTH * box.width() * box.height() / perimeter);
  }

  private void pushNeighbours(int pixel, int x, int y) {
    if (x > 0) push(pixel - 1);
    if (x < width - 1) push(pixel + 1);
    if (y > 0) push(pixel - width);
    if (y < height - 1) push(pixel + width);
  }

  private void push(int pixel) {
    if (stacked == stack.length) {
      stack = Arrays.copyOf(stack, 2 * stacked);
    }
    stack[stacked++] = pixel;
  }
}
