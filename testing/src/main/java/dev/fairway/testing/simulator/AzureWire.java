package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.util.ArrayList;
import java.util.List;

/// Chat completions as Azure serves them: a filter reads along.
final class AzureWire implements Wire {
  private final OpenAiWire openAi = new OpenAiWire();

  @Override
  public Vendor vendor() {
    return Vendor.AZURE_OPENAI;
  }

  @Override
  public Asked read(Received request) {
    return openAi.read(request);
  }

  @Override
  public Json plain(Asked asked, Answer answer, Reply reply) {
    checkFilter(answer);
    return ((Json.Obj) openAi.plain(asked, answer, reply))
        .with("prompt_filter_results", promptResults());
  }

  /// The first chunk has no choices; it says what the filter thought of the prompt.
  @Override
  public List<Event> events(Asked asked, Answer answer, Reply reply) {
    checkFilter(answer);
    List<Event> events = new ArrayList<>();
    events.add(
        Event.of(
            object(
                "choices",
                List.of(),
                "created",
                0,
                "id",
                "",
                "model",
                "",
                "object",
                "",
                "prompt_filter_results",
                promptResults())));
    events.addAll(openAi.events(asked, answer, reply));
    return events;
  }

  private static void checkFilter(Answer answer) {
    if (answer.ending() == Answer.Ending.BLOCKED) {
      throw new Wrong(
          400,
          "The response was filtered due to the prompt triggering Azure OpenAI's content management"
              + " policy.",
          "content_filter");
    }
  }

  private static Json promptResults() {
    return Json.of(List.of(object("prompt_index", 0, "content_filter_results", categories(false))));
  }

  static Json filtered() {
    return categories(true);
  }

  private static Json categories(boolean violence) {
    return object(
        "hate", category(false),
        "self_harm", category(false),
        "sexual", category(false),
        "violence", category(violence));
  }

  private static Json category(boolean filtered) {
    return object("filtered", filtered, "severity", filtered ? "high" : "safe");
  }

  @Override
  public Event errorEvent(Wrong wrong) {
    return Event.of(Errors.body(Vendor.AZURE_OPENAI, wrong));
  }
}
