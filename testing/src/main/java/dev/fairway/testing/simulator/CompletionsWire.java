package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// OpenAI's older `/v1/completions`.
final class CompletionsWire implements Wire {
  private static final int DEFAULT_MAX_TOKENS = 16;
  private static final Set<String> FIELDS =
      Set.of(
          ("model prompt best_of echo frequency_penalty logit_bias logprobs max_tokens n"
                  + " presence_penalty seed stop stream stream_options suffix temperature top_p"
                  + " user")
              .split(" "));

  @Override
  public Vendor vendor() {
    return Vendor.OPENAI;
  }

  @Override
  public Asked read(Received request) {
    Json.Obj body = Trees.body(request.body());
    Trees.checkFields(body, FIELDS, "Unrecognized request argument supplied: %s");
    String model = Trees.text(body, "model");
    if (model.isEmpty()) {
      throw new Wrong(400, "you must provide a model parameter");
    }
    String prompt = String.join("", Trees.texts(body, "prompt"));
    int limit = Trees.number(body, "max_tokens");
    return new Asked(
        model,
        prompt,
        Trees.flag(body, "stream"),
        Trees.flag(Trees.child(body, "stream_options"), "include_usage"),
        Answer.tokens(prompt),
        new Asked.Wishes(
            null,
            false,
            List.of(),
            false,
            limit == 0 ? DEFAULT_MAX_TOKENS : limit,
            Trees.texts(body, "stop")));
  }

  @Override
  public Json plain(Asked asked, Answer answer, Reply reply) {
    Json.Obj completion = completion(asked, reply, answer.text(), finish(answer));
    return reply.counts() ? completion.with("usage", usage(asked, answer)) : completion;
  }

  private static Json.Obj completion(
      Asked asked, Reply reply, String text, @Nullable String finish) {
    return object(
        "id",
        "cmpl-" + reply.id(),
        "object",
        "text_completion",
        "created",
        reply.created(),
        "model",
        asked.model(),
        "choices",
        List.of(object("text", text, "index", 0, "logprobs", null, "finish_reason", finish)));
  }

  private static String finish(Answer answer) {
    if (answer.reason() != null) {
      return answer.reason();
    }
    return switch (answer.ending()) {
      case LENGTH -> "length";
      case BLOCKED -> "content_filter";
      case END, STOP_STRING, TOOLS, REFUSED -> "stop";
    };
  }

  private static Json usage(Asked asked, Answer answer) {
    return object(
        "prompt_tokens", asked.inputTokens(),
        "completion_tokens", answer.outputTokens(),
        "total_tokens", asked.inputTokens() + answer.outputTokens());
  }

  @Override
  public List<Event> events(Asked asked, Answer answer, Reply reply) {
    List<Event> events = new ArrayList<>();
    answer.pieces().forEach(piece -> events.add(Event.of(completion(asked, reply, piece, null))));
    if (reply.finish()) {
      events.add(Event.of(completion(asked, reply, "", finish(answer))));
    }
    if (asked.wantsUsage() && reply.counts()) {
      events.add(
          Event.of(
              completion(asked, reply, "", null)
                  .with("choices", new Json.Arr(List.of()))
                  .with("usage", usage(asked, answer))));
    }
    if (reply.done()) {
      events.add(new Event("", "[DONE]"));
    }
    return events;
  }

  @Override
  public Event errorEvent(Wrong wrong) {
    return Event.of(Errors.body(Vendor.OPENAI, wrong));
  }
}
