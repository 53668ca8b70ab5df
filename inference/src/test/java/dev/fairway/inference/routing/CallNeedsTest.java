package dev.fairway.inference.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.OutputFormat;
import dev.fairway.inference.chat.Parameters;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.Tool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallNeedsTest {
  @Test
  void tokensAreEstimatedFromTheText() {
    CallNeeds needs = CallNeeds.of(ChatRequest.of("m", "x".repeat(4000)));
    assertThat(needs.inputTokens()).isBetween(1000L, 1010L);
  }

  @Test
  void theAnswerCountsAsMuchAsItMayHave() {
    ChatRequest request = ChatRequest.of("m", "hi");
    assertThat(CallNeeds.of(request).outputTokens()).isEqualTo(1000);
    assertThat(
            CallNeeds.of(request.withParameters(Parameters.builder().maxTokens(50).build()))
                .outputTokens())
        .isEqualTo(50);
  }

  @Test
  void abilitiesShowInTheRequest() {
    Json.Obj schema = new Json.Obj(Map.of());
    ChatRequest plain = ChatRequest.of("m", "hi");
    assertThat(CallNeeds.of(plain).abilities()).isEmpty();
    assertThat(CallNeeds.of(plain.withStream(true)).abilities()).containsExactly(Ability.STREAMING);
    assertThat(CallNeeds.of(plain.withOutput(OutputFormat.Schema.of(schema))).abilities())
        .containsExactly(Ability.JSON_SCHEMA);
    assertThat(
            CallNeeds.of(plain.withTools(List.of(new Tool("t", null, schema, null)), null))
                .abilities())
        .containsExactly(Ability.TOOLS);
  }

  @Test
  void anImageInAToolResultIsAnImage() {
    Part image = new Part.Image(new Part.Source.Url("https://example.org/x.png"));
    Part result = new Part.ToolResult("1", List.of(image), false);
    ChatRequest request =
        ChatRequest.of("m", List.of(new Message(Message.Role.USER, List.of(result))));
    assertThat(CallNeeds.of(request).abilities()).containsExactly(Ability.IMAGES);
    assertThat(CallNeeds.of(request).inputTokens()).isGreaterThan(900);
  }

  @Test
  void aConversationKeepsItsHashWhileItGrows() {
    Message system = Message.system("be brief");
    Message user = Message.user("hello");
    long first = Conversation.beginning(List.of(system, user));
    assertThat(
            Conversation.beginning(
                List.of(system, user, Message.assistant("hi"), Message.user("more"))))
        .isEqualTo(first);
    assertThat(Conversation.beginning(List.of(system, Message.user("other")))).isNotEqualTo(first);
    assertThat(Conversation.beginning(List.of())).isZero();
  }
}
