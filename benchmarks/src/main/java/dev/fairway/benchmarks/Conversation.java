package dev.fairway.benchmarks;

import dev.fairway.inference.chat.Json;
import java.util.ArrayList;
import java.util.List;

/// A chat completion request of a given size: instructions, two tools, and turns of questions, tool
/// calls, their results and answers. The same size always gives the same bytes.
final class Conversation {
  private static final String PARAGRAPH =
      "The pods of the \"checkout\" deployment were restarted at 09:41 after a change of the memory"
          + " limit;\nlatency stayed below 40 ms, but two of twelve probes failed – see the naïve"
          + " retry in worker.go. ";

  private Conversation() {}

  static byte[] openAi(int bytes) {
    List<Json> messages = new ArrayList<>();
    messages.add(message("system", "You are a careful operator of Kubernetes clusters."));
    int turn = 0;
    int size = request(messages).utf8().length;
    while (size < bytes) {
      int before = messages.size();
      addTurn(messages, turn++, Math.min(PARAGRAPH.length(), Math.max(1, bytes - size)));
      for (Json added : messages.subList(before, messages.size())) size += added.utf8().length + 1;
    }
    return request(messages).utf8();
  }

  private static void addTurn(List<Json> messages, int turn, int length) {
    String text = PARAGRAPH.substring(0, length);
    messages.add(message("user", turn + ": " + text));
    if (turn % 4 == 1) {
      String id = "call_" + turn;
      messages.add(call(id));
      messages.add(message("tool", text).with("tool_call_id", new Json.Str(id)));
    }
    messages.add(message("assistant", text));
  }

  private static Json.Obj message(String role, String text) {
    return Json.object("role", new Json.Str(role)).with("content", new Json.Str(text));
  }

  private static Json call(String id) {
    Json function =
        Json.object("name", new Json.Str("get_events"))
            .with("arguments", new Json.Str("{\"namespace\":\"shop\",\"limit\":20}"));
    Json call =
        Json.object("id", new Json.Str(id))
            .with("type", new Json.Str("function"))
            .with("function", function);
    return Json.object("role", new Json.Str("assistant"))
        .with("tool_calls", new Json.Arr(List.of(call)));
  }

  private static Json.Obj request(List<Json> messages) {
    return Json.object("model", new Json.Str("claude-haiku-4-5"))
        .with("messages", new Json.Arr(messages))
        .with(
            "tools",
            Json.parse(
                """
                [{"type":"function","function":{"name":"get_events","description":"Events of a namespace",
                  "parameters":{"type":"object","properties":{"namespace":{"type":"string"},"limit":{"type":"integer"}},
                  "required":["namespace"]}}}]\
                """))
        .with("max_completion_tokens", new Json.Num(1024))
        .with("temperature", Json.parse("0.7"))
        .with("stream", new Json.Bool(true));
  }
}
