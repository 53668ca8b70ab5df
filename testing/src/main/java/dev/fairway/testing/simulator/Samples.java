package dev.fairway.testing.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Pictures and sounds that follow from a text: valid files, as small as can be.
final class Samples {
  private static final int SIDE = 8;
  private static final int SAMPLES_PER_SECOND = 8_000;
  private static final byte[] PNG_MAGIC = {(byte) 137, 'P', 'N', 'G', 13, 10, 26, 10};

  private Samples() {}

  /// A PNG of eight by eight pixels in one colour.
  static byte[] png(String text) {
    byte[] hash = HashVectors.hash(text.getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    for (int y = 0; y < SIDE; y++) {
      rows.write(0); // no filter
      for (int x = 0; x < SIDE; x++) {
        rows.write(hash, 0, 3);
      }
    }
    byte[] header = {0, 0, 0, SIDE, 0, 0, 0, SIDE, 8, 2, 0, 0, 0};
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(PNG_MAGIC);
    chunk(png, "IHDR", header);
    chunk(png, "IDAT", deflated(rows.toByteArray()));
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
    byte[] named = new byte[4 + data.length];
    System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, named, 0, 4);
    System.arraycopy(data, 0, named, 4, data.length);
    CRC32 crc = new CRC32();
    crc.update(named);
    png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    png.writeBytes(named);
    png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private static byte[] deflated(byte[] bytes) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] out = new byte[bytes.length + 64];
      return Arrays.copyOf(out, deflater.deflate(out));
    }
  }

  /// A tone of ten milliseconds per character, as 16-bit samples.
  static byte[] pcm(String text) {
    int samples = Math.max(1, text.length()) * SAMPLES_PER_SECOND / 100;
    int pitch = 200 + (HashVectors.hash(text.getBytes(StandardCharsets.UTF_8))[0] & 0xff);
    ByteBuffer pcm = ByteBuffer.allocate(samples * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < samples; i++) {
      // a triangle, since sines may differ in their last bit between machines
      int phase = (i * pitch) % SAMPLES_PER_SECOND;
      pcm.putShort((short) (Math.abs(phase * 2 - SAMPLES_PER_SECOND) - SAMPLES_PER_SECOND / 2));
    }
    return pcm.array();
  }

  /// The same as a WAV file.
  static byte[] wav(String text) {
    byte[] pcm = pcm(text);
    ByteBuffer wav = ByteBuffer.allocate(44 + pcm.length).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(36 + pcm.length).put(ascii("WAVEfmt ")).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(SAMPLES_PER_SECOND);
    wav.putInt(SAMPLES_PER_SECOND * 2).putShort((short) 2).putShort((short) 16);
    return wav.put(ascii("data")).putInt(pcm.length).put(pcm).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
