package dev.fairway.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import dev.fairway.inference.chat.Json;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// OpenAI's Responses, judged by OpenAI's client and by the order of events in its reference.
class ResponsesTest {
  private final Caller caller = Caller.start();
  private final OpenAIClient client =
      OpenAIOkHttpClient.builder()
          .apiKey("any")
          .baseUrl(caller.simulator().openAiUrl())
          .maxRetries(0)
          .build();

  @AfterEach
  void close() {
    client.close();
    caller.close();
  }

  private Caller.Answered ask(String fields) {
    return caller.post("/v1/responses", "{\"model\": \"m\", " + fields + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "[[say grüß dich, 世界 🙂]]",
        "[[think hm]][[say done]]",
        "[[tool add {\"a\":1}]][[tool get {}]]",
        "[[refuse]]",
        "[[block]]",
      })
  void openAisClientReadsAnswersAndStreamsAlike(String text) {
    ResponseCreateParams params = ResponseCreateParams.builder().model("m").input(text).build();
    Response plain = client.responses().create(params).validate();
    ResponseAccumulator accumulator = ResponseAccumulator.create();
    try (var stream = client.responses().createStreaming(params)) {
      stream.stream().forEach(event -> accumulator.accumulate(event.validate()));
    }
    Response streamed = accumulator.response();
    assertThat(withoutIds(streamed)).isEqualTo(withoutIds(plain));
    assertThat(streamed.status()).isEqualTo(plain.status());
    assertThat(streamed.usage().orElseThrow().totalTokens())
        .isEqualTo(plain.usage().orElseThrow().totalTokens());
  }

  /// Ids follow from the request, which says whether it wants a stream.
  private static String withoutIds(Response response) {
    return response.output().toString().replaceAll("[0-9a-f]{24}", "ID");
  }

  @Test
  void eventsComeInTheOrderOfTheReference() {
    Caller.Answered answer =
        ask(
            "\"stream\": true, \"input\": \"[[think hm]][[say one two]][[tool add {\\\"a\\\":1}]]\"");
    assertThat(answer.names())
        .containsExactly(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done",
            "response.reasoning_summary_part.done",
            "response.output_item.done",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.output_item.added",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.delta",
            "response.function_call_arguments.done",
            "response.output_item.done",
            "response.completed");
    List<Json> data = answer.data();
    for (int i = 0; i < data.size(); i++) {
      assertThat(Caller.at(data.get(i), "sequence_number")).isEqualTo(Integer.toString(i));
    }
  }

  @Test
  void anAnswerThatIsCutIsIncomplete() {
    Caller.Answered answer = ask("\"input\": \"[[say a b c]]\", \"max_output_tokens\": 2");
    assertThat(answer.at("status")).isEqualTo("incomplete");
    assertThat(answer.at("incomplete_details/reason")).isEqualTo("max_output_tokens");
    assertThat(answer.at("output/0/content/0/text")).isEqualTo("a b");
    assertThat(
            ask("\"stream\": true, \"input\": \"[[say a b c]]\", \"max_output_tokens\": 2").names())
        .last()
        .isEqualTo("response.incomplete");
  }

  @Test
  void aResponseBuildsOnAnother() {
    Caller.Answered first = ask("\"input\": \"[[tool add {}]]\"");
    String id = first.at("id");
    String call = first.at("output/0/call_id");
    String result =
        "\"input\": [{\"type\": \"function_call_output\", \"call_id\": \"%s\", \"output\": \"3\"}]";
    Caller.Answered second =
        ask("\"previous_response_id\": \"" + id + "\", " + result.formatted(call));
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.at("previous_response_id")).isEqualTo(id);
    assertThat(Integer.parseInt(second.at("usage/input_tokens")))
        .isGreaterThan(Integer.parseInt(first.at("usage/input_tokens")));
    assertThat(ask(result.formatted(call)).at("error/message")).contains("No tool call found");
    assertThat(
            ask("\"previous_response_id\": \"" + id + "\", \"input\": \"x\"").at("error/message"))
        .contains("No tool output found");
    assertThat(ask("\"previous_response_id\": \"resp_x\", \"input\": \"x\"").at("error/code"))
        .isEqualTo("previous_response_not_found");
    assertThat(caller.get("/v1/responses/" + id).json()).isEqualTo(first.json());
    assertThat(caller.get("/v1/responses/resp_x").status()).isEqualTo(404);
  }

  @Test
  void whatIsNotStoredCannotBeBuiltOn() {
    String id = ask("\"input\": \"hi\", \"store\": false").at("id");
    assertThat(ask("\"previous_response_id\": \"" + id + "\", \"input\": \"x\"").status())
        .isEqualTo(400);
  }

  @Test
  void anErrorMayComeAfterTheBeginning() {
    Caller.Answered answer =
        ask("\"stream\": true, \"input\": \"some words [[fault error-in-stream]]\"");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.names()).last().isEqualTo("error");
  }

  @Test
  void fieldsThatNobodyKnowsAreRefused() {
    assertThat(ask("\"input\": \"x\", \"messages\": []").at("error/message")).contains("messages");
    assertThat(
            ask("\"input\": [{\"role\": \"user\", \"content\": [{\"type\": \"output_text\"}]}]")
                .status())
        .isEqualTo(400);
  }
}
