package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ChatResponse;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Part;
import dev.fairway.inference.chat.StopReason;
import dev.fairway.inference.chat.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plain answers, read and written; and the words that plain and streamed ones share. The protocol
/// counts no tokens.
final class KServeAnswers {
  private KServeAnswers() {}

  static ChatResponse read(Json body) {
    Fields fields = Fields.of(body);
    String text = fields.required("text_output");
    String finish = finish(fields);
    return new ChatResponse(
        null,
        fields.text("model_name", ""),
        text.isEmpty() ? List.of() : List.of(new Part.Text(text)),
        stop(finish),
        finish,
        null,
        Usage.UNKNOWN,
        List.of());
  }

  static @Nullable String finish(Fields answer) {
    Fields details = answer.object("details");
    return details == null ? null : details.text("finish_reason");
  }

  static StopReason stop(@Nullable String finish) {
    return switch (finish) {
      case "eos_token" -> StopReason.END;
      case "length" -> StopReason.LENGTH;
      case "stop_sequence" -> StopReason.STOP_TEXT;
      case null, default -> StopReason.OTHER;
    };
  }

  private static String finish(StopReason stop) {
    return switch (stop) {
      case LENGTH -> "length";
      case STOP_TEXT -> "stop_sequence";
      case END, TOOL_CALLS, REFUSED, PAUSED, OTHER -> "eos_token";
    };
  }

  static Json write(ChatResponse response) {
    return piece(response.model(), response.text()).put("details", details(response.stop())).json();
  }

  static Body piece(String model, String text) {
    return new Body().put("text_output", text).put("model_name", model);
  }

  static Body details(StopReason stop) {
    return new Body().put("finish_reason", finish(stop));
  }
}
