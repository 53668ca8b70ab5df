package dev.fairway.inference.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;

/// The `fmt ` chunk of a WAV file of 16-bit PCM.
record WavFormat(int channels, int rate) {
  /// `fmt ` and `data`, as little-endian numbers.
  static final int CHUNK = 0x20746D66;

  static final int DATA_CHUNK = 0x61746164;

  private static final int PCM = 1;
  private static final int EXTENSIBLE = 0xFFFE;
  private static final int SUBFORMAT_AT = 24;
  private static final int MAX_CHANNELS = 8;
  private static final int LEAST_RATE = 8_000;
  private static final int MOST_RATE = 192_000;

  /// @throws BadInput naming what it has instead
  static WavFormat read(ByteBuffer chunk) {
    ByteBuffer fields = chunk.order(ByteOrder.LITTLE_ENDIAN);
    if (fields.remaining() < 16) {
      throw new BadInput("the WAV file is cut off in its head");
    }
    int encoding = Short.toUnsignedInt(fields.getShort(0));
    if (encoding == EXTENSIBLE && fields.remaining() >= SUBFORMAT_AT + 2) {
      encoding = Short.toUnsignedInt(fields.getShort(SUBFORMAT_AT));
    }
    int channels = Short.toUnsignedInt(fields.getShort(2));
    int rate = fields.getInt(4);
    int bits = Short.toUnsignedInt(fields.getShort(14));
    if (encoding != PCM || bits != 16) {
      throw new BadInput(
          "the audio must be 16-bit PCM, the WAV file has %d bits of %s"
              .formatted(bits, name(encoding)));
    }
    if (channels < 1 || channels > MAX_CHANNELS || rate < LEAST_RATE || rate > MOST_RATE) {
      throw new BadInput(
          "the WAV file has %d channels at %d Hz; 1 to %d at %d to %d can be read"
              .formatted(channels, rate, MAX_CHANNELS, LEAST_RATE, MOST_RATE));
    }
    return new WavFormat(channels, rate);
  }

  Sound mixed(ByteBuffer data) {
    ShortBuffer values = data.order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    float[] samples = new float[values.remaining() / channels];
    for (int i = 0; i < samples.length; i++) {
      float sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        sum += values.get(i * channels + channel);
      }
      samples[i] = sum / channels / 32768;
    }
    return new Sound(samples, rate);
  }

  private static String name(int encoding) {
    return switch (encoding) {
      case PCM -> "PCM";
      case 2, 0x11 -> "ADPCM";
      case 3 -> "floating point";
      case 6 -> "A-law";
      case 7 -> "µ-law";
      case 0x55 -> "MP3";
      default -> "encoding " + encoding;
    };
  }
}
