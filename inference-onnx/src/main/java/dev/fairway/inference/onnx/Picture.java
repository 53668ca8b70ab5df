package dev.fairway.inference.onnx;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/// Reads a PNG or JPEG: checks what it says of its size before it decodes anything, so that a small
/// file cannot make a large picture of itself. Rotation marks of cameras are not followed.
///
/// @param image in RGB; transparent parts are white
/// @param shrunk each pixel of the image stands for this many of the file, in both directions
record Picture(BufferedImage image, int shrunk) {
  /// Largest file.
  static final int MAX_BYTES = 20 * 1024 * 1024;

  /// Largest picture.
  static final long MAX_PIXELS = 40_000_000;

  /// More are thinned out while reading: enough for a page, and memory has a limit too.
  private static final long MAX_DECODED_PIXELS = 12_000_000;

  private static final int PNG_SIGNATURE_BYTES = 8;

  /// Length, name and checksum.
  private static final int PNG_CHUNK_FRAME_BYTES = 12;

  /// The name `IEND`.
  private static final int PNG_END = 0x49454E44;

  /// @throws BadInput saying what is wrong with the bytes
  static Picture decode(byte[] bytes) {
    ImageReader reader = reader(format(bytes));
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, true, true);
      return decode(reader);
    } catch (IOException | RuntimeException e) {
      if (e instanceof BadInput bad) {
        throw bad;
      }
      throw new BadInput("the picture is broken or cut off: " + e.getMessage());
    } finally {
      reader.dispose();
    }
  }

  private static Picture decode(ImageReader reader) throws IOException {
    long width = reader.getWidth(0);
    long height = reader.getHeight(0);
    if (width * height > MAX_PIXELS) {
      throw new BadInput(
          "the picture has %d x %d pixels, more than %d".formatted(width, height, MAX_PIXELS));
    }
    int shrunk = (int) Math.ceil(Math.sqrt((double) (width * height) / MAX_DECODED_PIXELS));
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceSubsampling(shrunk, shrunk, 0, 0);
    // A reader reports what it could repair, such as a missing end, as a warning only.
    Warning warning = new Warning();
    reader.addIIOReadWarningListener(warning);
    BufferedImage decoded = reader.read(0, param);
    if (warning.text != null) {
      throw new BadInput("the picture is broken or cut off: " + warning.text);
    }
    return new Picture(onWhite(decoded), shrunk);
  }

  private static final class Warning implements javax.imageio.event.IIOReadWarningListener {
    private @Nullable String text;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      text = warning;
    }
  }

  private static String format(byte[] bytes) {
    if (startsWith(bytes, 0x89, 'P', 'N', 'G')) {
      checkChunks(bytes);
      return "png";
    }
    if (startsWith(bytes, 0xFF, 0xD8, 0xFF)) {
      return "jpeg";
    }
    throw new BadInput("the picture is no PNG or JPEG" + guess(bytes));
  }

  /// A reader takes a PNG whose end is missing for a whole one with black below.
  private static void checkChunks(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes).position(Math.min(PNG_SIGNATURE_BYTES, bytes.length));
    while (file.remaining() >= PNG_CHUNK_FRAME_BYTES) {
      long length = Integer.toUnsignedLong(file.getInt(file.position()));
      if (file.getInt(file.position() + 4) == PNG_END) {
        return;
      }
      if (length + PNG_CHUNK_FRAME_BYTES > file.remaining()) {
        break;
      }
      file.position(file.position() + (int) length + PNG_CHUNK_FRAME_BYTES);
    }
    throw new BadInput("the picture is broken or cut off: the end of the PNG is missing");
  }

  private static String guess(byte[] bytes) {
    if (startsWith(bytes, 'G', 'I', 'F')) {
      return ", but a GIF";
    }
    if (startsWith(bytes, 'R', 'I', 'F', 'F')) {
      return ", but a WebP or another RIFF file";
    }
    if (startsWith(bytes, '%', 'P', 'D', 'F')) {
      return ", but a PDF";
    }
    return "";
  }

  static boolean startsWith(byte[] bytes, int... magic) {
    if (bytes.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static ImageReader reader(String format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    if (!readers.hasNext()) {
      throw new IllegalStateException("this Java has no reader for " + format);
    }
    return readers.next();
  }

  private static BufferedImage onWhite(BufferedImage decoded) {
    if (decoded.getType() == BufferedImage.TYPE_INT_RGB) {
      return decoded;
    }
    BufferedImage image =
        new BufferedImage(decoded.getWidth(), decoded.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.drawImage(decoded, 0, 0, Color.WHITE, null);
    } finally {
      graphics.dispose();
    }
    return image;
  }
}
