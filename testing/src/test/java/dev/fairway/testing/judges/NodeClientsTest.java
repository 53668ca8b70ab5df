package dev.fairway.testing.judges;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The official JavaScript SDKs, unmodified, as callers of a server made of our dialects. What they
/// made of every scenario stands in `src/test/resources/judges`.
@Tag("node")
class NodeClientsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Scenarios scenarios = new Scenarios();
  private final DialectServer server = DialectServer.start(scenarios::reply);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void openAisClientUnderstandsEverything() throws Exception {
    check("openai", NodeJudges.run("openai.mjs", server.url()));
    assertThat(server.last()).isEqualTo(Conversation.openAi());
  }

  @Test
  void openAisClientUnderstandsResponses() throws Exception {
    check("responses", NodeJudges.run("responses.mjs", server.url()));
    assertThat(server.last().messages().get(1).parts()).isEqualTo(Conversation.THINKING);
  }

  @ParameterizedTest
  @CsvSource({"anthropic-first, anthropic-first", "anthropic, @anthropic-ai/sdk"})
  void anthropicsClientUnderstandsEverything(String name, String sdk) throws Exception {
    check(name, NodeJudges.run("anthropic.mjs", server.url(), sdk));
    assertThat(server.requests()).contains(Conversation.anthropic());
    assertThat(server.last().messages().get(1).parts()).isEqualTo(Conversation.THINKING);
  }

  private void check(String name, String output) throws Exception {
    JsonNode seen = JSON.readTree(output);
    for (String model : new String[] {"text", "length", "refusal", "json", "tools", "thinking"}) {
      JsonNode both = seen.get(model);
      assertThat(both.get("streamed")).as(model).isEqualTo(both.get("plain"));
    }
    Path expected = Path.of("src", "test", "resources", "judges", name + ".json");
    String pretty = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(seen) + "\n";
    if (Boolean.getBoolean("fairway.update")) {
      Files.writeString(expected, pretty);
    }
    assertThat(pretty).isEqualTo(Files.readString(expected));
    assertThat(scenarios.calls("retried")).isEqualTo(3);
    assertThat(scenarios.calls("hopeful")).isEqualTo(2);
    assertThat(scenarios.calls("hopeless")).isEqualTo(1);
    assertThat(server.clientLeft().get(10, TimeUnit.SECONDS)).isTrue();
  }
}
