package dev.fairway.benchmarks;

import com.anthropic.models.messages.Message;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.models.chat.completions.ChatCompletion;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Usage;
import dev.fairway.inference.dialect.AnthropicDialect;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.OpenAiDialect;
import java.io.IOException;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Plain answers of 200 words from bytes to bytes. Run by [DialectBenchmark].
@State(Scope.Benchmark)
public class AnswerTranslation {
  private static final Instant AT = Instant.EPOCH;
  private static final ChatResponse ANSWER =
      ChatResponse.of("claude-haiku-4-5", "answer ".repeat(200), Usage.of(1_000, 200));

  private final Dialect openAi = OpenAiDialect.standard();
  private final Dialect anthropic = AnthropicDialect.version("2023-06-01");
  private final ObjectMapper jackson = new ObjectMapper();
  private final ObjectMapper openAiSdk = com.openai.core.ObjectMappers.jsonMapper();
  private final ObjectMapper anthropicSdk = com.anthropic.core.ObjectMappers.jsonMapper();
  private final byte[] completion = openAi.writeResponse(ANSWER, AT);
  private final byte[] message = anthropic.writeResponse(ANSWER, AT);

  @Benchmark
  public byte[] openAiToAnthropic() {
    return anthropic.writeResponse(openAi.readResponse(completion), AT);
  }

  @Benchmark
  public byte[] anthropicToOpenAi() {
    return openAi.writeResponse(anthropic.readResponse(message), AT);
  }

  @Benchmark
  public byte[] openAiTree() throws IOException {
    return jackson.writeValueAsBytes(jackson.readTree(completion));
  }

  @Benchmark
  public byte[] anthropicTree() throws IOException {
    return jackson.writeValueAsBytes(jackson.readTree(message));
  }

  @Benchmark
  public byte[] openAiSdk() throws IOException {
    return openAiSdk.writeValueAsBytes(openAiSdk.readValue(completion, ChatCompletion.class));
  }

  @Benchmark
  public byte[] anthropicSdk() throws IOException {
    return anthropicSdk.writeValueAsBytes(anthropicSdk.readValue(message, Message.class));
  }
}
