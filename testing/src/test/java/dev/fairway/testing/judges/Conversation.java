package dev.fairway.testing.judges;

import dev.fairway.inference.chat.ChatRequest;
import dev.fairway.inference.chat.Extras;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Message;
import dev.fairway.inference.chat.OutputFormat;
import dev.fairway.inference.chat.Parameters;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.Tool;
import dev.fairway.inference.chat.ToolChoice;
import java.util.List;

/// One request with everything in it that every SDK can say, as our dialects must read it.
final class Conversation {
  /// The parts of [Scenarios]' answer `thinking`.
  static final List<Part> THINKING =
      List.of(
          new Part.Thinking("first thought", "c2lnbmF0dXJlLTE="),
          new Part.RedactedThinking("c2VjcmV0"),
          new Part.Text("said"));

  static final String PIXELS = "iVBORw0KGgo=";
  private static final Part IMAGE = new Part.Image(new Part.Source.Base64("image/png", PIXELS));
  private static final Json.Obj SCHEMA = (Json.Obj) Json.parse("{\"type\":\"object\"}");

  private Conversation() {}

  /// Results of tools are texts, and nothing says whether they are errors.
  static ChatRequest openAi() {
    return request(
        List.of(
            new Part.ToolResult("call_1", List.of(new Part.Text("a cat")), false),
            new Part.ToolResult("call_2", List.of(new Part.Text("nothing")), false)),
        new OutputFormat.Schema("animal", null, SCHEMA, true));
  }

  static ChatRequest anthropic() {
    return request(
        List.of(
            new Part.ToolResult("call_1", List.of(new Part.Text("a cat"), IMAGE), false),
            new Part.ToolResult("call_2", List.of(new Part.Text("nothing")), true)),
        new OutputFormat.Schema("answer", null, SCHEMA, null));
  }

  private static ChatRequest request(List<Part> results, OutputFormat output) {
    Json.Obj parameters =
        (Json.Obj)
            Json.parse("{\"type\":\"object\",\"properties\":{\"at\":{\"type\":\"string\"}}}");
    return new ChatRequest(
        "text",
        List.of(
            Message.system("be brief"),
            new Message(
                Message.Role.USER,
                List.of(
                    new Part.Text("what is this?"),
                    IMAGE,
                    new Part.Image(new Part.Source.Url("https://example.org/cat.png")))),
            new Message(
                Message.Role.ASSISTANT,
                List.of(
                    new Part.Text("I look"),
                    new Part.ToolCall("call_1", "look", Json.parse("{\"at\":\"cat\"}")),
                    new Part.ToolCall("call_2", "look", Json.object()))),
            new Message(Message.Role.USER, results)),
        Parameters.builder().maxTokens(1000).stop(List.of("END")).parallelToolCalls(true).build(),
        List.of(new Tool("look", "looks", parameters, null)),
        new ToolChoice.Auto(),
        output,
        false,
        Extras.NONE);
  }
}
