package dev.fairway.inference.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A recording of one channel.
///
/// @param samples from -1 to 1
record Sound(float[] samples, int rate) {
  /// Largest file: five minutes of CD quality, half an hour of speech quality.
  static final int MAX_BYTES = 60 * 1024 * 1024;

  /// How far the filter looks to each side, in samples of the lower of the two rates.
  private static final int REACH = 16;

  double millis(double count) {
    return count * 1000 / rate;
  }

  /// The same sound at another rate, without the pitches that would not fit under it: a
  /// Hann-windowed sinc filter.
  Sound at(int newRate) {
    if (newRate == rate) {
      return this;
    }
    double step = (double) rate / newRate;
    double cutoff = Math.min(1, 1 / step);
    double reach = REACH / cutoff;
    float[] out = new float[(int) (samples.length / step)];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) filtered(i * step, cutoff, reach);
    }
    return new Sound(out, newRate);
  }

  private double filtered(double centre, double cutoff, double reach) {
    int first = Math.max(0, (int) Math.ceil(centre - reach));
    int last = Math.min(samples.length - 1, (int) (centre + reach));
    double sum = 0;
    for (int i = first; i <= last; i++) {
      double distance = i - centre;
      double window = 0.5 + 0.5 * Math.cos(Math.PI * distance / reach);
      sum += samples[i] * cutoff * sinc(cutoff * distance) * window;
    }
    return sum;
  }

  private static double sinc(double x) {
    return Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  /// Reads a WAV file of 16-bit PCM; several channels become their mean.
  ///
  /// @throws BadInput naming the encoding, when it is another
  static Sound ofWav(byte[] bytes) {
    if (!Picture.startsWith(bytes, 'R', 'I', 'F', 'F') || bytes.length < 12) {
      throw new BadInput("the audio must be a WAV file of 16-bit PCM, is " + encoding(bytes));
    }
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(12);
    WavFormat format = null;
    while (file.remaining() >= 8) {
      int chunk = file.getInt();
      long size = Integer.toUnsignedLong(file.getInt());
      // A file written to a pipe does not know its length, and says 0 or the greatest number.
      int length = (int) Math.min(size, file.remaining());
      if (chunk == WavFormat.CHUNK) {
        format = WavFormat.read(file.slice(file.position(), length));
      } else if (chunk == WavFormat.DATA_CHUNK && format != null) {
        boolean unknown = size == 0;
        return format.mixed(file.slice(file.position(), unknown ? file.remaining() : length));
      }
      file.position((int) Math.min(file.limit(), (long) file.position() + length + (length & 1)));
    }
    throw new BadInput("the WAV file is cut off: it has no sound");
  }

  private static String encoding(byte[] bytes) {
    if (Picture.startsWith(bytes, 'I', 'D', '3') || isMp3Frame(bytes)) return "MP3";
    if (Picture.startsWith(bytes, 'O', 'g', 'g', 'S')) return "Ogg";
    if (Picture.startsWith(bytes, 'f', 'L', 'a', 'C')) return "FLAC";
    if (Picture.startsWith(bytes, 0x1A, 0x45, 0xDF, 0xA3)) return "WebM or Matroska";
    if (Picture.startsWith(bytes, 'F', 'O', 'R', 'M')) return "AIFF";
    boolean mp4 = bytes.length > 8 && bytes[4] == 'f' && bytes[5] == 't' && bytes[6] == 'y';
    return mp4 ? "MP4 or M4A" : "of no kind known here";
  }

  private static boolean isMp3Frame(byte[] bytes) {
    return bytes.length > 1 && (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xE0) == 0xE0;
  }
}
