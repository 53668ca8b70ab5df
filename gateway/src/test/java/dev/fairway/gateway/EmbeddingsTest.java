package dev.fairway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddingsTest {
  private final RunningGateway gateway = new RunningGateway();

  @AfterAll
  void close() {
    gateway.close();
  }

  @Test
  void vectorsComeAsNumbers() throws Exception {
    HttpResponse<String> answer =
        gateway.post("/v1/embeddings", "{\"model\":\"vectors\",\"input\":[\"abc\",\"a\"]}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).containsPattern("\"embedding\":\\[3(\\.0)?,0\\.5]");
    assertThat(answer.headers().firstValue("x-fairway-model")).contains("two");
    assertThat(gateway.ended().usage().inUncached()).isEqualTo(3);
  }

  @Test
  void vectorsComeAsBase64WhenAskedFor() throws Exception {
    HttpResponse<String> answer =
        gateway.post(
            "/v1/embeddings",
            "{\"model\":\"vectors\",\"input\":\"abc\",\"encoding_format\":\"base64\"}");
    byte[] bytes =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(3).putFloat(0.5f).array();
    assertThat(answer.body())
        .contains("\"embedding\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"");
    gateway.ended();
  }

  @Test
  void aModelThatMakesNoneSaysSo() throws Exception {
    HttpResponse<String> answer =
        gateway.post("/v1/embeddings", "{\"model\":\"gpt\",\"input\":\"abc\"}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("openai/gpt-upstream makes no embeddings");
    assertThat(gateway.ended().operation()).isEqualTo("embeddings");
  }
}
