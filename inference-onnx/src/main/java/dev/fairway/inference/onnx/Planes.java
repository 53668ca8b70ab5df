package dev.fairway.inference.onnx;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;

/// A picture as PaddleOCR's models want it: scaled, in planes of blue, green, red, from -1 to 1.
final class Planes {
  /// Their input.
  static final String INPUT = "x";

  private Planes() {}

  static FloatBuffer of(Arena arena, BufferedImage image, int width, int height) {
    int[] pixels = scaled(image, width, height).getRGB(0, 0, width, height, null, 0, width);
    FloatBuffer planes = Memory.floats(arena, 3 * pixels.length);
    for (int i = 0; i < pixels.length; i++) {
      int rgb = pixels[i];
      planes.put(i, scaled(rgb & 0xFF));
      planes.put(i + pixels.length, scaled(rgb >> 8 & 0xFF));
      planes.put(i + 2 * pixels.length, scaled(rgb >> 16 & 0xFF));
    }
    return planes;
  }

  private static float scaled(int value) {
    return value / 127.5f - 1;
  }

  private static BufferedImage scaled(BufferedImage image, int width, int height) {
    if (image.getWidth() == width && image.getHeight() == height) {
      return image;
    }
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(image, 0, 0, width, height, null);
    } finally {
      graphics.dispose();
    }
    return scaled;
  }
}
