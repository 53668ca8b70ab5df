package dev.fairway.testing.simulator;

import dev.fairway.inference.chat.Json;
import java.util.List;
import java.util.Set;

/// OpenAI's `/v1/responses`: reads the request, and keeps answers for those that build on them.
record Responses(Vendor vendor, SimulatorSettings settings, ResponseStore store)
    implements Operation {
  private static final Set<String> FIELDS =
      Set.of(
          ("background context_management conversation include input instructions max_output_tokens"
                  + " max_tool_calls metadata model moderation parallel_tool_calls"
                  + " previous_response_id prompt prompt_cache_key prompt_cache_options"
                  + " prompt_cache_retention reasoning safety_identifier service_tier store stream"
                  + " stream_options temperature text tool_choice tools top_logprobs top_p"
                  + " truncation user")
              .split(" "));

  @Override
  public Understood understand(Received request) {
    Json.Obj body = Trees.body(request.body());
    Trees.checkFields(body, FIELDS, "Unknown parameter: '%s'.");
    List<Json.Obj> items = ResponseItems.of(body);
    Asked asked = asked(body, items);
    Script script = Script.of(asked.text());
    return new Understood(
        asked.model(),
        asked.text(),
        asked.stream(),
        (reply, stream) -> {
          Answer answer = Answer.to(asked, script, settings.answerTokens());
          ResponseForm form = new ResponseForm(body, asked, answer, reply);
          if (!body.fields().containsKey("store") || Trees.flag(body, "store")) {
            store.keep(form.id(), form.whole(), asked.inputTokens());
          }
          return stream
              ? new Body.Stream(Framing.SSE, form.events(), Responses::errorEvent)
              : Body.json(form.whole());
        });
  }

  private Asked asked(Json.Obj body, List<Json.Obj> items) {
    String model = Trees.text(body, "model");
    if (model.isEmpty()) {
      throw new Wrong(400, "Missing required parameter: 'model'.");
    }
    int before = 0;
    List<String> open = List.of();
    String previous = Trees.text(body, "previous_response_id");
    if (!previous.isEmpty()) {
      ResponseStore.Kept kept = store.find(previous);
      before = kept.tokens();
      open = kept.callIds();
    }
    ResponseItems.checkCalls(items, open);
    Json.Obj format = Trees.child(Trees.child(body, "text"), "format");
    Json choice = body.fields().get("tool_choice");
    return new Asked(
        model,
        ResponseItems.lastText(items),
        Trees.flag(body, "stream"),
        true,
        before
            + Answer.tokens(Trees.text(body, "instructions"))
            + items.stream().mapToInt(item -> Answer.tokens(ResponseItems.text(item))).sum(),
        new Asked.Wishes(
            Trees.text(format, "type").equals("json_schema") ? Trees.child(format, "schema") : null,
            Trees.text(format, "type").equals("json_object"),
            Trees.children(body, "tools").stream()
                .filter(tool -> Trees.text(tool, "type").equals("function"))
                .map(tool -> SchemaSample.call(tool, "parameters"))
                .toList(),
            choice instanceof Json.Obj || new Json.Str("required").equals(choice),
            Trees.number(body, "max_output_tokens"),
            List.of()));
  }

  private static Event errorEvent(Wrong wrong) {
    return Event.of(
        "error",
        Trees.object(
            "type",
            "error",
            "code",
            wrong.status() == 429 ? "rate_limit_exceeded" : "server_error",
            "message",
            wrong.text(),
            "param",
            null,
            "sequence_number",
            99));
  }
}
