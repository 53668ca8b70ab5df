package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One answer as `/v1/responses` gives it, whole or as events.
record ResponseForm(Json.Obj body, Asked asked, Answer answer, Reply reply) {
  String id() {
    return "resp_" + reply.id();
  }

  Json.Obj whole() {
    return response(status(), items(), reply.counts() ? usage() : null);
  }

  private String status() {
    return reason() == null ? "completed" : "incomplete";
  }

  private @Nullable String reason() {
    return switch (answer.ending()) {
      case LENGTH -> "max_output_tokens";
      case BLOCKED -> "content_filter";
      case END, STOP_STRING, TOOLS, REFUSED -> null;
    };
  }

  private Json.Obj response(String status, List<Json> output, @Nullable Json usage) {
    String reason = status.equals("incomplete") ? reason() : null;
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", id());
    fields.put("object", "response");
    fields.put("created_at", reply.created());
    fields.put("status", status);
    fields.put("background", false);
    fields.put("error", null);
    fields.put("incomplete_details", reason == null ? null : object("reason", reason));
    fields.put("instructions", given("instructions", new Json.Null()));
    fields.put("max_output_tokens", given("max_output_tokens", new Json.Null()));
    fields.put("model", asked.model());
    fields.put("output", output);
    fields.put("parallel_tool_calls", given("parallel_tool_calls", new Json.Bool(true)));
    fields.put("previous_response_id", given("previous_response_id", new Json.Null()));
    fields.put("reasoning", given("reasoning", object("effort", null, "summary", null)));
    fields.put("temperature", given("temperature", new Json.Num(1)));
    fields.put("text", given("text", object("format", object("type", "text"))));
    fields.put("tool_choice", given("tool_choice", new Json.Str("auto")));
    fields.put("tools", given("tools", new Json.Arr(List.of())));
    fields.put("top_p", given("top_p", new Json.Num(1)));
    fields.put("truncation", given("truncation", new Json.Str("disabled")));
    fields.put("usage", usage);
    fields.put("metadata", given("metadata", Json.object()));
    return (Json.Obj) Json.of(fields);
  }

  /// What the request said, or else what the provider says when it said nothing.
  private Json given(String name, Json otherwise) {
    return body.field(name).orElse(otherwise);
  }

  private List<Json> items() {
    List<Json> items = new ArrayList<>();
    if (!answer.thinking().isEmpty()) {
      items.add(reasoning(List.of(summary(answer.thinking()))));
    }
    if (!answer.text().isEmpty()) {
      items.add(message("completed", List.of(part(answer.text()))));
    }
    for (int i = 0; i < answer.calls().size(); i++) {
      items.add(call(i, "completed", answer.calls().get(i).arguments().text()));
    }
    return items;
  }

  private Json reasoning(List<Json> summary) {
    Json.Obj item = object("id", "rs_" + reply.id(), "type", "reasoning", "summary", summary);
    return Trees.texts(body, "include").contains("reasoning.encrypted_content")
        ? item.with("encrypted_content", new Json.Str(HashVectors.signature(answer.thinking())))
        : item;
  }

  private static Json summary(String text) {
    return object("type", "summary_text", "text", text);
  }

  private Json message(String status, List<Json> content) {
    return object(
        "id",
        "msg_" + reply.id(),
        "type",
        "message",
        "status",
        status,
        "role",
        "assistant",
        "content",
        content);
  }

  private Json part(String text) {
    return answer.refused()
        ? object("type", "refusal", "refusal", text)
        : object(
            "type", "output_text", "text", text, "annotations", List.of(), "logprobs", List.of());
  }

  private Json call(int index, String status, String arguments) {
    return object(
        "id",
        callId("fc_", index),
        "type",
        "function_call",
        "status",
        status,
        "call_id",
        callId("call_", index),
        "name",
        answer.calls().get(index).name(),
        "arguments",
        arguments);
  }

  private String callId(String prefix, int index) {
    return prefix + reply.id() + "_" + index;
  }

  /// Here what was cached is part of the input tokens.
  private Json usage() {
    int input = asked.inputTokens() + answer.cacheRead() + answer.cacheWritten();
    return object(
        "input_tokens",
        input,
        "input_tokens_details",
        object("cached_tokens", answer.cacheRead(), "cache_write_tokens", answer.cacheWritten()),
        "output_tokens",
        answer.outputTokens(),
        "output_tokens_details",
        object("reasoning_tokens", answer.thinkingTokens()),
        "total_tokens",
        input + answer.outputTokens());
  }

  List<Event> events() {
    Events events = new Events();
    Json begun = response("in_progress", List.of(), null);
    events.add("response.created", "response", begun);
    events.add("response.in_progress", "response", begun);
    List<Json> items = items();
    int index = 0;
    if (!answer.thinking().isEmpty()) {
      reasoning(events, index, items.get(index));
      index++;
    }
    if (!answer.text().isEmpty()) {
      message(events, index, items.get(index));
      index++;
    }
    for (int i = 0; i < answer.calls().size(); i++) {
      call(events, index, i, items.get(index));
      index++;
    }
    if (reply.finish()) {
      events.add("response." + status(), "response", whole());
    }
    return events.all;
  }

  private void reasoning(Events events, int index, Json item) {
    String id = "rs_" + reply.id();
    Json part = summary(answer.thinking());
    events.added(index, reasoning(List.of()));
    events.inItem("reasoning_summary_part.added", id, index, "summary_index", "part", summary(""));
    events.inItem(
        "reasoning_summary_text.delta",
        id,
        index,
        "summary_index",
        "delta",
        new Json.Str(answer.thinking()));
    events.inItem(
        "reasoning_summary_text.done",
        id,
        index,
        "summary_index",
        "text",
        new Json.Str(answer.thinking()));
    events.inItem("reasoning_summary_part.done", id, index, "summary_index", "part", part);
    events.done(index, item);
  }

  private void message(Events events, int index, Json item) {
    String id = "msg_" + reply.id();
    String kind = answer.refused() ? "refusal" : "output_text";
    events.added(index, message("in_progress", List.of()));
    events.inItem("content_part.added", id, index, "content_index", "part", part(""));
    for (String piece : answer.pieces()) {
      events.text(kind + ".delta", id, index, "delta", piece);
    }
    String all = answer.refused() ? "refusal" : "text";
    events.text(kind + ".done", id, index, all, answer.text());
    events.inItem("content_part.done", id, index, "content_index", "part", part(answer.text()));
    events.done(index, item);
  }

  private void call(Events events, int index, int number, Json item) {
    String id = callId("fc_", number);
    String arguments = answer.calls().get(number).arguments().text();
    int half = arguments.length() / 2;
    events.added(index, call(number, "in_progress", ""));
    for (String piece : List.of(arguments.substring(0, half), arguments.substring(half))) {
      events.add(
          "response.function_call_arguments.delta",
          "item_id",
          id,
          "output_index",
          index,
          "delta",
          piece);
    }
    events.add(
        "response.function_call_arguments.done",
        "item_id",
        id,
        "output_index",
        index,
        "name",
        answer.calls().get(number).name(),
        "arguments",
        arguments);
    events.done(index, item);
  }

  /// Events with their running number.
  private static final class Events {
    private final List<Event> all = new ArrayList<>();

    void add(String type, Object... namesAndValues) {
      Json.Obj data = object("type", type, "sequence_number", all.size());
      for (var field : object(namesAndValues).fields().entrySet()) {
        data = data.with(field.getKey(), field.getValue());
      }
      all.add(Event.of(type, data));
    }

    void added(int index, Json item) {
      add("response.output_item.added", "output_index", index, "item", item);
    }

    void done(int index, Json item) {
      add("response.output_item.done", "output_index", index, "item", item);
    }

    void inItem(String type, String id, int index, String within, String name, Json value) {
      add("response." + type, "item_id", id, "output_index", index, within, 0, name, value);
    }

    /// The judge of OpenAI's types wants probabilities with text, and none with a refusal.
    void text(String type, String id, int index, String name, String text) {
      Json value = new Json.Str(text);
      if (type.startsWith("refusal")) {
        inItem(type, id, index, "content_index", name, value);
      } else {
        add(
            "response." + type,
            "item_id",
            id,
            "output_index",
            index,
            "content_index",
            0,
            name,
            value,
            "logprobs",
            List.of());
      }
    }
  }
}
