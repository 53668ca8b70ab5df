package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Plain answers, read and written; and the words that plain and streamed ones share.
final class OllamaAnswers {
  private OllamaAnswers() {}

  static ChatResponse read(Json body) {
    Fields fields = Fields.of(body);
    Fields message = fields.object("message");
    if (message == null) {
      return fields.wrong("message", "is required");
    }
    List<Part> parts = new ArrayList<>();
    String thinking = message.text("thinking", "");
    if (!thinking.isEmpty()) {
      parts.add(new Part.Thinking(thinking, null));
    }
    String text = message.text("content", "");
    if (!text.isEmpty()) {
      parts.add(new Part.Text(text));
    }
    List<Fields> calls = message.objects("tool_calls");
    for (int i = 0; i < calls.size(); i++) {
      parts.add(OllamaRequestReader.toolCall(calls.get(i), callId(fields, i)));
    }
    String reason = fields.text("done_reason");
    return new ChatResponse(
        null,
        fields.text("model", ""),
        parts,
        stop(reason, !calls.isEmpty()),
        reason,
        null,
        usage(fields),
        List.of());
  }

  /// An id for a call that has none; other calls of a conversation must not have the same.
  static String callId(Fields answer, int index) {
    String at = answer.text("created_at", "");
    return "call_" + Integer.toHexString(at.hashCode()) + "_" + index;
  }

  static StopReason stop(@Nullable String reason, boolean calls) {
    return switch (reason) {
      case "length" -> StopReason.LENGTH;
      case "stop" -> calls ? StopReason.TOOL_CALLS : StopReason.END;
      case null, default -> StopReason.OTHER;
    };
  }

  static Usage usage(Fields answer) {
    return new Usage(
        answer.whole("prompt_eval_count"),
        null,
        null,
        null,
        answer.whole("eval_count"),
        null,
        Usage.Source.REPORTED);
  }

  static Json write(ChatResponse response, Instant at) {
    String thinking =
        response.parts().stream()
            .map(part -> part instanceof Part.Thinking(var text, _) ? text : "")
            .collect(Collectors.joining());
    List<Json> calls = response.toolCalls().stream().map(OllamaRequestWriter::toolCall).toList();
    Body message =
        new Body()
            .put("role", "assistant")
            .put("content", response.text())
            .put("thinking", thinking.isEmpty() ? null : thinking)
            .put("tool_calls", calls.isEmpty() ? null : calls);
    return end(head(response.model(), at, message), response.stop(), response.usage()).json();
  }

  static Body head(String model, Instant at, Body message) {
    return new Body().put("model", model).put("created_at", at.toString()).put("message", message);
  }

  static Body end(Body head, StopReason stop, Usage usage) {
    return head.put("done", true)
        .put("done_reason", stop == StopReason.LENGTH ? "length" : "stop")
        .put("prompt_eval_count", usage.inputTotal())
        .put("eval_count", usage.out());
  }
}
