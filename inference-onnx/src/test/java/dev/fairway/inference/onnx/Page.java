package dev.fairway.inference.onnx;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/// A drawn page of text.
final class Page {
  private final BufferedImage image;

  private Page(BufferedImage image) {
    this.image = image;
  }

  static Page blank(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return new Page(image);
  }

  Page write(String text, int x, int baseline, String font, int style, int size) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(font, style, size));
    graphics.drawString(text, x, baseline);
    graphics.dispose();
    return this;
  }

  Page write(String text, int x, int baseline) {
    return write(text, x, baseline, Font.SANS_SERIF, Font.PLAIN, 28);
  }

  BufferedImage image() {
    return image;
  }

  byte[] as(String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
