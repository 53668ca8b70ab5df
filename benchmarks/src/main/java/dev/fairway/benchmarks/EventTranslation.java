package dev.fairway.benchmarks;

import com.anthropic.models.messages.RawMessageStreamEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.models.chat.completions.ChatCompletionChunk;
import dev.fairway.inference.chat.ChatEvent;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Usage;
import dev.fairway.inference.dialect.AnthropicDialect;
import dev.fairway.inference.dialect.Dialect;
import dev.fairway.inference.dialect.EventReader;
import dev.fairway.inference.dialect.EventWriter;
import dev.fairway.inference.dialect.OpenAiDialect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// Streams of one word an event, from bytes to bytes, per event. A translation also opens and ends
/// its stream, which is counted into its events; the others only see words. Run by
/// [DialectBenchmark].
@State(Scope.Benchmark)
public class EventTranslation {
  private static final int EVENTS = 512;
  private static final int LONGEST_LINE = 1024 * 1024;

  private final Dialect openAi = OpenAiDialect.standard();
  private final Dialect anthropic = AnthropicDialect.version("2023-06-01");
  private final ObjectMapper jackson = new ObjectMapper();
  private final ObjectMapper openAiSdk = com.openai.core.ObjectMappers.jsonMapper();
  private final ObjectMapper anthropicSdk = com.anthropic.core.ObjectMappers.jsonMapper();
  private final byte[] completion = stream(openAi);
  private final byte[] message = stream(anthropic);
  private final List<byte[]> chunks = words(completion);
  private final List<byte[]> deltas = words(message);

  private static byte[] stream(Dialect dialect) {
    EventWriter writer = dialect.writeEvents(Instant.EPOCH, true);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(writer.write(new ChatEvent.Started("id-1", "claude-haiku-4-5")));
    for (int i = 0; i < EVENTS; i++) {
      out.writeBytes(writer.write(new ChatEvent.TextDelta(0, " word")));
    }
    out.writeBytes(writer.write(new ChatEvent.PartEnded(0)));
    out.writeBytes(writer.write(new ChatEvent.UsageReported(Usage.of(1_000, EVENTS))));
    out.writeBytes(writer.write(new ChatEvent.Stopped(StopReason.END, null, null)));
    return out.toByteArray();
  }

  private static List<byte[]> words(byte[] stream) {
    List<byte[]> words = new ArrayList<>();
    for (String line : new String(stream, StandardCharsets.UTF_8).split("\n")) {
      if (line.startsWith("data: ") && line.contains(" word")) {
        words.add(line.substring("data: ".length()).getBytes(StandardCharsets.UTF_8));
      }
    }
    if (words.size() != EVENTS) throw new IllegalStateException("words: " + words.size());
    return words;
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void openAiToAnthropic(Blackhole hole) {
    translate(openAi, completion, anthropic, hole);
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void anthropicToOpenAi(Blackhole hole) {
    translate(anthropic, message, openAi, hole);
  }

  private static void translate(Dialect from, byte[] stream, Dialect to, Blackhole hole) {
    EventReader reader = from.readEvents(LONGEST_LINE);
    EventWriter writer = to.writeEvents(Instant.EPOCH, true);
    reader.read(stream, 0, stream.length, event -> hole.consume(writer.write(event)));
    reader.end(event -> hole.consume(writer.write(event)));
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void openAiTree(Blackhole hole) throws IOException {
    for (byte[] chunk : chunks) hole.consume(jackson.writeValueAsBytes(jackson.readTree(chunk)));
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void anthropicTree(Blackhole hole) throws IOException {
    for (byte[] delta : deltas) hole.consume(jackson.writeValueAsBytes(jackson.readTree(delta)));
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void openAiSdk(Blackhole hole) throws IOException {
    for (byte[] chunk : chunks) {
      hole.consume(
          openAiSdk.writeValueAsBytes(openAiSdk.readValue(chunk, ChatCompletionChunk.class)));
    }
  }

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void anthropicSdk(Blackhole hole) throws IOException {
    for (byte[] delta : deltas) {
      hole.consume(
          anthropicSdk.writeValueAsBytes(
              anthropicSdk.readValue(delta, RawMessageStreamEvent.class)));
    }
  }
}
