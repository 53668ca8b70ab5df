package dev.fairway.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Formats without an official Java client here, against expectations written from their
/// references.
class OtherVendorsTest {
  private final Caller caller = Caller.start();

  @AfterEach
  void close() {
    caller.close();
  }

  private Caller.Answered post(Vendor vendor, String path, String body) {
    return caller.post(vendor.path() + path, body);
  }

  private static String chat(String text, String more) {
    return "{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": "
        + new Json.Str(text).text()
        + "}]"
        + more
        + "}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "/v1/embeddings; {'model':'m','input':'a','dimensions':3}; data/0/embedding",
        "/mistral/v1/embeddings; {'model':'m','input':'a','output_dimension':3}; data/0/embedding",
        "/api/embed; {'model':'m','input':'a','dimensions':3}; embeddings/0",
        "/v2/embed; {'model':'m','input_type':'x','texts':['a'],'output_dimension':3};"
            + " embeddings/float/0",
        "/v1beta/models/m:embedContent; {'content':{'parts':[{'text':'a'}]},'outputDimensionality':3};"
            + " embedding/values",
      })
  void vectorsMayBeShorter(String path, String body, String pointer) {
    Json vector = Json.parse(caller.post(path, body.replace('\'', '"')).at(pointer));
    assertThat(((Json.Arr) vector).items()).hasSize(3);
  }

  @Nested
  class Mistral {
    private Caller.Answered ask(String text, String more) {
      return post(Vendor.MISTRAL, "/chat/completions", chat(text, more));
    }

    @Test
    void toolCallIdsHaveNineCharacters() {
      Caller.Answered answer = ask("[[tool add {\"a\":1}]]", "");
      assertThat(answer.at("choices/0/finish_reason")).isEqualTo("tool_calls");
      assertThat(answer.at("choices/0/message/tool_calls/0/id")).matches("[a-z0-9]{9}");
      String history =
          """
          {"model": "m", "messages": [{"role": "user", "content": "add"},
            {"role": "assistant", "tool_calls": [{"id": "%1$s", "type": "function",
              "function": {"name": "add", "arguments": "{}"}}]},
            {"role": "tool", "tool_call_id": "%1$s", "content": "3"}]}
          """;
      assertThat(post(Vendor.MISTRAL, "/chat/completions", history.formatted("abcDEF123")).status())
          .isEqualTo(200);
      assertThat(
              post(Vendor.MISTRAL, "/chat/completions", history.formatted("call_1")).at("message"))
          .isEqualTo("Tool call id was call_1 but must be a-z, A-Z, 0-9, with a length of 9.");
    }

    @Test
    void fieldsOfOthersAreRefused() {
      assertThat(ask("hi", ", \"stream_options\": {\"include_usage\": true}").status())
          .isEqualTo(422);
      assertThat(ask("hi", ", \"seed\": 1").at("message")).contains("body.seed");
      assertThat(
              post(
                      Vendor.MISTRAL,
                      "/chat/completions",
                      "{\"model\":\"m\",\"messages\":[{\"role\":\"developer\",\"content\":\"x\"}]}")
                  .status())
          .isEqualTo(422);
    }

    @Test
    void aStreamEndsWithUsageInTheChunkThatSaysWhy() {
      Caller.Answered answer = ask("[[think hm]][[say one two]]", ", \"stream\": true");
      Json last = answer.data().getLast();
      assertThat(Caller.at(last, "choices/0/finish_reason")).isEqualTo("stop");
      assertThat(Caller.at(last, "usage/total_tokens")).isNotEmpty();
      assertThat(Caller.at(answer.data().get(1), "choices/0/delta/content/0/type"))
          .isEqualTo("thinking");
      assertThat(answer.text()).endsWith("data: [DONE]\n\n");
    }

    @Test
    void embeds() {
      assertThat(
              post(Vendor.MISTRAL, "/embeddings", "{\"model\": \"m\", \"input\": [\"a\", \"b\"]}")
                  .at("data/1/embedding"))
          .startsWith("[");
      assertThat(
              post(
                      Vendor.MISTRAL,
                      "/embeddings",
                      "{\"model\": \"m\", \"input\": \"a\", \"dimensions\": 3}")
                  .status())
          .isEqualTo(422);
    }
  }

  @Nested
  class Cohere {
    @Test
    void answersAndCountsTwice() {
      Caller.Answered answer = post(Vendor.COHERE, "/chat", chat("[[say hi]]", ""));
      assertThat(answer.at("message/content")).isEqualTo("[{\"type\":\"text\",\"text\":\"hi\"}]");
      assertThat(answer.at("finish_reason")).isEqualTo("COMPLETE");
      assertThat(answer.at("usage/billed_units/input_tokens")).isEqualTo("3");
      assertThat(answer.at("usage/tokens/input_tokens")).isEqualTo("63");
    }

    @Test
    void streamsTextAndToolCalls() {
      Caller.Answered text =
          post(Vendor.COHERE, "/chat", chat("[[say one two]]", ", \"stream\": true"));
      assertThat(text.names())
          .containsExactly(
              "message-start",
              "content-start",
              "content-delta",
              "content-delta",
              "content-end",
              "message-end");
      assertThat(Caller.at(text.data().get(2), "delta/message/content/text")).isEqualTo("one ");
      Caller.Answered calls =
          post(
              Vendor.COHERE,
              "/chat",
              chat("[[say plan]][[tool add {\"a\":1}]]", ", \"stream\": true"));
      assertThat(calls.names())
          .containsExactly(
              "message-start",
              "tool-plan-delta",
              "tool-call-start",
              "tool-call-delta",
              "tool-call-delta",
              "tool-call-end",
              "message-end");
      assertThat(Caller.at(calls.data().getLast(), "delta/finish_reason")).isEqualTo("TOOL_CALL");
    }

    @Test
    void embedsInManyTypes() {
      Caller.Answered answer =
          post(
              Vendor.COHERE,
              "/embed",
              """
              {"model": "m", "input_type": "search_query", "texts": ["a"],
               "embedding_types": ["float", "int8", "ubinary", "base64"]}
              """);
      assertThat(answer.at("embeddings/float/0/0")).isNotEmpty();
      assertThat(Integer.parseInt(answer.at("embeddings/int8/0/0"))).isBetween(-128, 127);
      assertThat(((Json.Arr) Json.parse(answer.at("embeddings/ubinary/0"))).items()).hasSize(4);
      assertThat(post(Vendor.COHERE, "/embed", "{\"model\": \"m\", \"texts\": [\"a\"]}").status())
          .isEqualTo(400);
    }

    @Test
    void ranksByWordsShared() {
      Caller.Answered answer =
          post(
              Vendor.COHERE,
              "/rerank",
              """
              {"model": "m", "query": "red cat", "top_n": 2,
               "documents": ["a dog", "a red cat", "a cat"]}
              """);
      assertThat(answer.at("results"))
          .isEqualTo(
              "[{\"index\":1,\"relevance_score\":1.0},{\"index\":2,\"relevance_score\":0.5}]");
    }
  }

  @Nested
  class Ollama {
    @Test
    void streamsLinesUnlessToldOtherwise() {
      Caller.Answered lines = post(Vendor.OLLAMA, "/api/chat", chat("[[say one two]]", ""));
      assertThat(lines.header("content-type")).isEqualTo("application/x-ndjson");
      List<Json> parsed = lines.text().lines().map(Json::parse).toList();
      assertThat(parsed)
          .extracting(line -> Caller.at(line, "message/content"))
          .containsExactly("one ", "two", "");
      assertThat(parsed)
          .extracting(line -> Caller.at(line, "done"))
          .containsExactly("false", "false", "true");
      assertThat(Caller.at(parsed.getLast(), "eval_count")).isEqualTo("2");
      assertThat(
              post(Vendor.OLLAMA, "/api/chat", chat("[[say x]]", ", \"stream\": false"))
                  .at("message/content"))
          .isEqualTo("x");
    }

    @Test
    void argumentsAreObjects() {
      assertThat(
              post(
                      Vendor.OLLAMA,
                      "/api/chat",
                      chat("[[tool add {\"a\":1}]]", ", \"stream\": false"))
                  .at("message/tool_calls/0/function/arguments"))
          .isEqualTo("{\"a\":1}");
      String history =
          """
          {"model": "m", "messages": [{"role": "assistant", "content": "", "tool_calls": [
            {"function": {"name": "add", "arguments": "{}"}}]}]}
          """;
      assertThat(post(Vendor.OLLAMA, "/api/chat", history).at("error"))
          .contains("cannot unmarshal string");
    }

    @Test
    void embedsAndLists() {
      assertThat(
              post(Vendor.OLLAMA, "/api/embed", "{\"model\": \"m\", \"input\": [\"a\", \"b\"]}")
                  .at("embeddings/1/0"))
          .isNotEmpty();
      assertThat(caller.get("/api/tags").at("models/0/name")).isEqualTo("sim-1");
    }
  }

  @Nested
  class Azure {
    private static final String PATH = "/openai/deployments/dep/chat/completions";

    private String body(String text) {
      return "{\"messages\": [{\"role\": \"user\", \"content\": \""
          + text
          + "\"}], \"stream\": true}";
    }

    @Test
    void theFirstChunkHasNoChoices() {
      Caller.Answered answer = caller.post(PATH + "?api-version=2024-10-21", body("[[say hi]]"));
      assertThat(Caller.at(answer.data().getFirst(), "choices")).isEqualTo("[]");
      assertThat(Caller.at(answer.data().getFirst(), "prompt_filter_results/0/prompt_index"))
          .isEqualTo("0");
      assertThat(Caller.at(answer.data().get(1), "model")).isEqualTo("dep");
      assertThat(caller.post(PATH, body("hi")).status()).isEqualTo(404);
    }

    @Test
    void theFilterRefusesAPrompt() {
      Caller.Answered answer = caller.post(PATH + "?api-version=2024-10-21", body("[[block]]"));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.at("error/code")).isEqualTo("content_filter");
      assertThat(answer.at("error/innererror/content_filter_result/violence/filtered"))
          .isEqualTo("true");
    }

    @Test
    void theNewerPathNamesTheModelInTheBody() {
      assertThat(
              post(Vendor.AZURE_OPENAI, "/chat/completions", chat("[[say hi]]", ""))
                  .at("choices/0/message/content"))
          .isEqualTo("hi");
    }

    @Test
    void theKeyHasItsOwnHeader() {
      try (Caller guarded = Caller.start(SimulatorSettings.DEFAULT.withApiKeys("k"))) {
        String path = PATH + "?api-version=1";
        assertThat(guarded.post(path, body("hi"), "api-key", "k").status()).isEqualTo(200);
        assertThat(guarded.post(path, body("hi"), "x-api-key", "k").status()).isEqualTo(401);
      }
    }
  }

  @Nested
  class KServe {
    @Test
    void saysWhatItIsAndHowItIs() {
      assertThat(caller.get("/v2").at("extensions/0")).isEqualTo("generate");
      assertThat(caller.get("/v2/health/ready").at("ready")).isEqualTo("true");
      assertThat(caller.get("/v2/models/m").at("inputs/0/datatype")).isEqualTo("BYTES");
      assertThat(caller.get("/v2/models/m/versions/1/ready").at("ready")).isEqualTo("true");
    }

    @Test
    void infersOnTensors() {
      Caller.Answered answer =
          caller.post(
              "/v2/models/m/infer",
              """
              {"id": "7", "inputs": [
                {"name": "text", "datatype": "BYTES", "shape": [2], "data": ["a", "b"]},
                {"name": "x", "datatype": "FP32", "shape": [2, 1], "data": [[1.5], [2]]}]}
              """);
      assertThat(answer.at("id")).isEqualTo("7");
      assertThat(answer.at("outputs/0/shape")).isEqualTo("[2,32]");
      assertThat(answer.at("outputs/1/data")).isEqualTo("[[1.5],[2]]");
      assertThat(
              caller
                  .post(
                      "/v2/models/m/infer",
                      "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\", \"shape\": [2], \"data\": [1]}]}")
                  .at("error"))
          .contains("1 elements, shape 2");
    }

    @Test
    void generatesTwentyTokensUnlessToldOtherwise() {
      String body = "{\"text_input\": \"[[tokens 30]]\", \"parameters\": {\"details\": true%s}}";
      Caller.Answered answer = caller.post("/v2/models/m/generate", body.formatted(""));
      assertThat(answer.at("text_output")).endsWith("w19");
      assertThat(answer.at("details/finish_reason")).isEqualTo("length");
      List<Json> events =
          caller
              .post("/v2/models/m/generate_stream", body.formatted(", \"max_tokens\": 40"))
              .data();
      assertThat(events).hasSize(30);
      assertThat(Caller.at(events.getLast(), "details/finish_reason")).isEqualTo("eos_token");
    }
  }
}
