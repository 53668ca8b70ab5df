package dev.fairway.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponse;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.images.ImagesResponse;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Pictures, sounds and the older completions, called by OpenAI's client and read by the JDK.
class OpenAiMediaTest {
  private final Simulator simulator = Simulator.start();
  private final OpenAIClient client =
      OpenAIOkHttpClient.builder()
          .apiKey("any")
          .baseUrl(simulator.openAiUrl())
          .maxRetries(0)
          .build();

  @AfterEach
  void close() {
    client.close();
    simulator.close();
  }

  private static byte[] picture(ImagesResponse response, int index) {
    return Base64.getDecoder()
        .decode(response.data().orElseThrow().get(index).b64Json().orElseThrow());
  }

  @Test
  void picturesArePngs() throws Exception {
    ImageGenerateParams params =
        ImageGenerateParams.builder().model("gpt-image-1").prompt("a cat").n(2).build();
    ImagesResponse response = client.images().generate(params).validate();
    assertThat(response.data().orElseThrow()).hasSize(2);
    assertThat(ImageIO.read(new ByteArrayInputStream(picture(response, 0))).getWidth())
        .isEqualTo(8);
    assertThat(picture(client.images().generate(params), 1)).isEqualTo(picture(response, 1));
    ImagesResponse edited =
        client
            .images()
            .edit(
                ImageEditParams.builder()
                    .model("gpt-image-1")
                    .prompt("a dog")
                    .image(new ByteArrayInputStream(picture(response, 0)))
                    .build())
            .validate();
    assertThat(picture(edited, 0)).isNotEqualTo(picture(response, 0));
  }

  @Test
  void speechIsWav() throws Exception {
    try (HttpResponse response =
        client
            .audio()
            .speech()
            .create(
                SpeechCreateParams.builder()
                    .model("tts")
                    .input("hello")
                    .voice("alloy")
                    .responseFormat(SpeechCreateParams.ResponseFormat.WAV)
                    .build())) {
      byte[] wav = response.body().readAllBytes();
      try (var sound = AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav))) {
        assertThat(sound.getFrameLength()).isEqualTo(400);
      }
    }
  }

  @Test
  void speechIsWrittenDown() {
    TranscriptionCreateParams.Builder params =
        TranscriptionCreateParams.builder()
            .model("whisper-1")
            .file(new ByteArrayInputStream(Samples.wav("hello")));
    assertThat(client.audio().transcriptions().create(params.build()).asTranscription().text())
        .isEqualTo("A sound of 844 bytes.");
    assertThat(
            client
                .audio()
                .transcriptions()
                .create(params.prompt("[[say grüß dich]]").build())
                .asTranscription()
                .text())
        .isEqualTo("grüß dich");
  }

  @Test
  void olderCompletionsEndAfterSixteenTokens() {
    CompletionCreateParams params =
        CompletionCreateParams.builder().model("m").prompt("[[tokens 20]]").build();
    var plain = client.completions().create(params).validate();
    assertThat(plain.choices().getFirst().text()).endsWith("w15");
    assertThat(plain.choices().getFirst().finishReason().toString()).isEqualTo("length");
    StringBuilder streamed = new StringBuilder();
    try (var stream = client.completions().createStreaming(params)) {
      stream.stream().forEach(chunk -> streamed.append(chunk.choices().getFirst().text()));
    }
    assertThat(streamed.toString()).isEqualTo(plain.choices().getFirst().text());
  }
}
