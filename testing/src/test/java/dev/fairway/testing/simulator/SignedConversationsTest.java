package dev.fairway.testing.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Tool;
import dev.fairway.inference.provider.Credential;
import dev.fairway.inference.provider.RetryPolicy;
import dev.fairway.inference.provider.Timeouts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Providers that sign what they think and call check it when the conversation goes on: the
/// simulator does as they do.
class SignedConversationsTest {
  private static final List<Tool> TOOLS =
      List.of(
          new Tool(
              "get_weather_of_a_city_whose_name_is_given_together_with_that_of_its_country",
              "Weather.",
              (Json.Obj)
                  Json.parse(
                      "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}"),
              null));

  @ParameterizedTest
  @EnumSource(
      mode = Mode.MATCH_ANY,
      names = {"GEMINI.*", "BEDROCK.*"})
  void goOnAfterTwoCallsAtOnce(Provider.Manner manner) {
    try (Provider provider = Provider.start(manner)) {
      String name = TOOLS.getFirst().name();
      String script =
          "[[think which cities?]][[tool %s {\"city\":\"Rome\"}]][[tool %s {\"city\":\"Oslo\"}]]"
              .formatted(told(provider, name), told(provider, name));
      ChatRequest first = ChatRequest.of("gemini-3", script).withTools(TOOLS, null);
      ChatResponse asked = provider.chat(first);
      assertThat(asked.stop()).isEqualTo(StopReason.TOOL_CALLS);
      assertThat(asked.toolCalls()).extracting(Part.ToolCall::name).containsOnly(name);
      assertThat(asked.toolCalls()).hasSize(2);

      ChatResponse answered = provider.chat(next(first, asked));
      assertThat(answered.stop()).isEqualTo(StopReason.END);
      assertThat(answered.model()).isNotEmpty();
      assertThat(answered.usage().total()).isNotNull();
    }
  }

  /// The simulator knows the tool by the name it was told.
  private static String told(Provider provider, String name) {
    ChatRequest request = ChatRequest.of("m", "hi").withTools(TOOLS, null);
    provider.chat(request);
    String body = provider.simulator().journal().requests().getLast().bodyText();
    int at = body.indexOf(name.substring(0, 50));
    return body.substring(at, body.indexOf('"', at));
  }

  private static ChatRequest next(ChatRequest first, ChatResponse asked) {
    List<Part> results = new ArrayList<>();
    for (Part.ToolCall call : asked.toolCalls()) {
      results.add(new Part.ToolResult(call.id(), List.of(new Part.Text("sunny")), false));
    }
    results.add(new Part.Text("[[say well]]"));
    List<Part> shown =
        asked.parts().stream()
            .filter(part -> !(part instanceof Part.Thinking(_, var signature)) || signature != null)
            .toList();
    List<Message> messages = new ArrayList<>(first.messages());
    messages.add(new Message(Message.Role.ASSISTANT, shown));
    messages.add(new Message(Message.Role.USER, results));
    return first.withMessages(messages);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ANY, names = "BEDROCK.*")
  void areAnsweredToASignatureOfAws(Provider.Manner manner) {
    try (Provider provider = Provider.start(manner)) {
      SimulatorSettings.AwsKey key = SimulatorSettings.DEFAULT.awsKey();
      Credential signing = Credential.aws(key.id(), key.secret(), null).in("eu-west-1");
      ChatRequest request = ChatRequest.of("anthropic.claude-x-v1:0", "[[say four]]");
      assertThat(
              provider
                  .chat(request, Timeouts.DEFAULT, Provider.PLENTY, RetryPolicy.NEVER, signing)
                  .text())
          .isEqualTo("four");
      Credential wrong = Credential.aws(key.id(), "another-secret", null).in("eu-west-1");
      ModelFailure failure =
          Provider.failureOf(() ->
              provider.chat(request, Timeouts.DEFAULT, Provider.PLENTY, RetryPolicy.NEVER, wrong));
      assertThat(failure).isInstanceOf(ModelFailure.Unauthorized.class);
      assertThat(failure.message()).doesNotContain("another-secret");
    }
  }
}
