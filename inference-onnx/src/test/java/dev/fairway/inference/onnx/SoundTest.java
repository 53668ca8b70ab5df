package dev.fairway.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoundTest {
  @Test
  void mixesChannelsToTheirMean() {
    byte[] wav = wav(1, 16, 2, 16_000, new short[] {16384, 0, -16384, -16384});
    Sound sound = Sound.ofWav(wav);
    assertThat(sound.rate()).isEqualTo(16_000);
    assertThat(sound.samples()).containsExactly(0.25f, -0.5f);
  }

  @Test
  void readsAFileThatDoesNotKnowItsLength() {
    byte[] wav = wav(1, 16, 1, 16_000, new short[] {1, 2, 3});
    for (int unknown : new int[] {0, -1}) {
      ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).putInt(40, unknown);
      assertThat(Sound.ofWav(wav).samples()).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 11_025, 22_050, 44_100, 48_000})
  void keepsAToneThatFitsAtAnotherRate(int rate) {
    Sound tone = tone(440, rate);
    Sound resampled = tone.at(16_000);
    Sound expected = tone(440, 16_000);
    int last = Math.min(resampled.samples().length, expected.samples().length) - 200;
    for (int i = 200; i < last; i++) {
      assertThat(resampled.samples()[i]).isCloseTo(expected.samples()[i], within(0.02f));
    }
  }

  @Test
  void dropsAToneThatDoesNotFit() {
    float[] samples = tone(12_000, 48_000).at(16_000).samples();
    for (int i = 200; i < samples.length - 200; i++) {
      assertThat(samples[i]).isCloseTo(0, within(0.02f));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ID3, MP3",
    "\u00FF\u00FB\u0090, MP3",
    "OggS, Ogg",
    "fLaC, FLAC",
    "FORM, AIFF",
    "1234ftypM4A , MP4 or M4A",
    "hello, of no kind known here",
    "'', of no kind known here"
  })
  void namesAnotherKindOfFile(String start, String kind) {
    assertThatThrownBy(() -> Sound.ofWav(start.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(BadInput.class)
        .hasMessage("the audio must be a WAV file of 16-bit PCM, is " + kind);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 32, 32 bits of floating point",
    "7, 8, 8 bits of µ-law",
    "1, 24, 24 bits of PCM",
    "85, 0, 0 bits of MP3",
    "999, 16, 16 bits of encoding 999"
  })
  void namesAnotherEncodingInAWavFile(int encoding, int bits, String name) {
    byte[] wav = wav(encoding, bits, 1, 16_000, new short[4]);
    assertThatThrownBy(() -> Sound.ofWav(wav)).hasMessageContaining("the WAV file has " + name);
  }

  @Test
  void refusesAHeadThatMakesNoSense() {
    assertThatThrownBy(() -> Sound.ofWav(wav(1, 16, 0, 16_000, new short[4])))
        .hasMessageContaining("0 channels");
    assertThatThrownBy(() -> Sound.ofWav(wav(1, 16, 1, 4_000, new short[4])))
        .hasMessageContaining("at 4000 Hz");
    assertThatThrownBy(() -> Sound.ofWav(wav(1, 16, 1, -1, new short[4])))
        .hasMessageContaining("at -1 Hz");
  }

  @Test
  void neverFailsOnACutFileButByName() {
    byte[] wav = wav(1, 16, 1, 16_000, new short[100]);
    for (int length = 0; length <= 44; length++) {
      byte[] cut = Arrays.copyOf(wav, length);
      try {
        assertThat(Sound.ofWav(cut).samples()).isEmpty();
      } catch (BadInput expected) {
        assertThat(expected).hasMessageMatching(".*(cut off|must be a WAV).*");
      }
    }
    assertThat(Sound.ofWav(Arrays.copyOf(wav, 101)).samples()).hasSize(28);
  }

  private static Sound tone(double pitch, int rate) {
    float[] samples = new float[rate / 4];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.5 * Math.sin(2 * Math.PI * pitch * i / rate));
    }
    return new Sound(samples, rate);
  }

  static byte[] wav(int encoding, int bits, int channels, int rate, short[] samples) {
    ByteBuffer wav = ByteBuffer.allocate(44 + samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples.length * 2);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) encoding).putShort((short) channels).putInt(rate);
    wav.putInt(rate * channels * 2).putShort((short) (channels * 2)).putShort((short) bits);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples.length * 2);
    for (short sample : samples) {
      wav.putShort(sample);
    }
    return wav.array();
  }
}
