package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The text generation extension of the KServe V2 protocol: `generate` and `generate_stream`.
final class KServeWire implements Wire {
  private static final int DEFAULT_MAX_TOKENS = 20;

  @Override
  public Vendor vendor() {
    return Vendor.KSERVE;
  }

  @Override
  public Asked read(Received request) {
    Json.Obj body = Trees.body(request.body());
    if (!(body.fields().get("text_input") instanceof Json.Str(var text))) {
      throw new Wrong(400, "text_input: field required");
    }
    Json.Obj parameters = Trees.child(body, "parameters");
    int limit = Trees.number(parameters, "max_tokens");
    return new Asked(
        request.segments().get(2),
        text,
        request.segments().getLast().equals("generate_stream"),
        Trees.flag(parameters, "details"),
        Answer.tokens(text),
        new Asked.Wishes(
            null,
            false,
            List.of(),
            false,
            limit == 0 ? DEFAULT_MAX_TOKENS : limit,
            Trees.texts(parameters, "stop")));
  }

  @Override
  public Json plain(Asked asked, Answer answer, Reply reply) {
    return output(asked, answer.text(), asked.wantsUsage() ? finish(answer) : null);
  }

  private static Json output(Asked asked, String text, @Nullable String finish) {
    Json.Obj output =
        object("text_output", text, "model_name", asked.model(), "model_version", "1");
    return finish == null
        ? output
        : output.with(
            "details", object("finish_reason", finish, "logprobs", new Json.Arr(List.of())));
  }

  private static String finish(Answer answer) {
    if (answer.reason() != null) {
      return answer.reason();
    }
    return switch (answer.ending()) {
      case LENGTH -> "length";
      case STOP_STRING -> "stop_sequence";
      case END, TOOLS, REFUSED, BLOCKED -> "eos_token";
    };
  }

  @Override
  public List<Event> events(Asked asked, Answer answer, Reply reply) {
    List<String> pieces = answer.pieces();
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      boolean last = i == pieces.size() - 1 && asked.wantsUsage() && reply.finish();
      events.add(Event.of(output(asked, pieces.get(i), last ? finish(answer) : null)));
    }
    return events;
  }

  @Override
  public Event errorEvent(Wrong wrong) {
    return Event.of(Errors.body(Vendor.KSERVE, wrong));
  }
}
