package dev.fairway.benchmarks;

import com.anthropic.models.messages.MessageCreateParams;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.fairway.inference.chat.CallContext.Unsupported;
import dev.fairway.inference.chat.ModelTraits;
import dev.fairway.inference.dialect.AnthropicDialect;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.OpenAiDialect;
import dev.fairway.inference.dialect.RequestScan;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Requests from bytes to bytes: ours, a tree of Jackson's, and the types of the official SDKs. Run
/// by [DialectBenchmark].
@State(Scope.Benchmark)
public class RequestTranslation {
  private final Dialect openAi = OpenAiDialect.standard();
  private final Dialect anthropic = AnthropicDialect.version("2023-06-01");
  private final ObjectMapper jackson = new ObjectMapper();
  private final ObjectMapper openAiSdk = com.openai.core.ObjectMappers.jsonMapper();
  private final ObjectMapper anthropicSdk = com.anthropic.core.ObjectMappers.jsonMapper();

  /// Length of the conversation in OpenAI's format.
  @Param({"1024", "32768", "1048576"})
  public int bytes;

  private byte[] completion = {};
  private byte[] message = {};

  @Setup
  public void makeRequests() {
    completion = Conversation.openAi(bytes);
    message = openAiToAnthropic();
  }

  @Benchmark
  public byte[] openAiScan() {
    return RequestScan.of(completion).forward("upstream-model", true);
  }

  @Benchmark
  public byte[] openAiToAnthropic() {
    return anthropic
        .writeRequest(openAi.readRequest("", completion), ModelTraits.UNKNOWN, Unsupported.REFUSE)
        .body();
  }

  @Benchmark
  public byte[] anthropicToOpenAi() {
    return openAi
        .writeRequest(anthropic.readRequest("", message), ModelTraits.UNKNOWN, Unsupported.REFUSE)
        .body();
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
    return openAiSdk.writeValueAsBytes(
        openAiSdk.readValue(completion, ChatCompletionCreateParams.Body.class));
  }

  @Benchmark
  public byte[] anthropicSdk() throws IOException {
    return anthropicSdk.writeValueAsBytes(
        anthropicSdk.readValue(message, MessageCreateParams.Body.class));
  }
}
