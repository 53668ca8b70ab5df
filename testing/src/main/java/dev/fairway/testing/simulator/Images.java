package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// OpenAI's pictures, made from a text alone or from another picture too.
///
/// @param edits whether a picture comes with the request, in a form
record Images(Vendor vendor, boolean edits) implements Operation {
  private static final int MAX_PICTURES = 10;

  @Override
  public Understood understand(Received request) {
    return edits ? edit(request) : generate(request);
  }

  private static Understood generate(Received request) {
    Json.Obj body = Trees.body(request.body());
    return answer(
        Trees.text(body, "model"),
        Trees.text(body, "prompt"),
        body.fields().containsKey("n") ? Trees.number(body, "n") : 1);
  }

  private static Understood edit(Received request) {
    Multipart form = Multipart.of(request);
    form.file(form.fields().containsKey("image[]") ? "image[]" : "image");
    String count = form.text("n");
    return answer(
        form.text("model"), form.text("prompt"), count.isEmpty() ? 1 : Integer.parseInt(count));
  }

  private static Understood answer(String model, String prompt, int count) {
    if (prompt.isEmpty()) {
      throw new Wrong(400, "Missing required parameter: 'prompt'.");
    }
    if (count < 1 || count > MAX_PICTURES) {
      throw new Wrong(400, "Invalid 'n': must be 1 to " + MAX_PICTURES);
    }
    return Understood.plain(model, prompt, reply -> Body.json(pictures(prompt, count, reply)));
  }

  private static Json pictures(String prompt, int count, Reply reply) {
    if (Script.of(prompt).blocked()) {
      throw new Wrong(400, "Your request was rejected by the safety system.", "moderation_blocked");
    }
    List<Json> data = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] png = Samples.png(prompt + i);
      data.add(object("b64_json", Base64.getEncoder().encodeToString(png)));
    }
    Json.Obj answer = object("created", reply.created(), "data", data);
    int input = Answer.tokens(prompt);
    return reply.counts()
        ? answer.with(
            "usage",
            object(
                "input_tokens",
                input,
                "input_tokens_details",
                object("text_tokens", input, "image_tokens", 0),
                "output_tokens",
                64 * count,
                "total_tokens",
                input + 64 * count))
        : answer;
  }
}
