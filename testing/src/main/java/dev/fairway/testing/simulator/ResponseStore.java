package dev.fairway.testing.simulator;

import static dev.fairway.testing.simulator.Trees.object;

import dev.fairway.inference.chat.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Answers of `/v1/responses` that a later call may name. For any number of threads.
final class ResponseStore {
  private static final int MAX_KEPT = 10_000;

  private final Map<String, Kept> kept =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
          return size() > MAX_KEPT;
        }
      };

  /// @param tokens of the conversation up to and with the response
  record Kept(Json.Obj response, int tokens) {
    List<String> callIds() {
      return Trees.children(response, "output").stream()
          .filter(item -> Trees.text(item, "type").equals("function_call"))
          .map(item -> Trees.text(item, "call_id"))
          .toList();
    }
  }

  void keep(String id, Json.Obj response, int inputTokens) {
    int output = Trees.number(Trees.child(response, "usage"), "output_tokens");
    synchronized (kept) {
      kept.put(id, new Kept(response, inputTokens + output));
    }
  }

  /// @throws Wrong when there is none of that name
  Kept find(String id) {
    synchronized (kept) {
      Kept found = kept.get(id);
      if (found == null) {
        throw new Wrong(
            400,
            "Previous response with id '" + id + "' not found.",
            "previous_response_not_found");
      }
      return found;
    }
  }

  Json get(Received request) {
    return required(request, false);
  }

  Json delete(Received request) {
    required(request, true);
    return object("id", request.segments().getLast(), "object", "response", "deleted", true);
  }

  private Json required(Received request, boolean remove) {
    String id = request.segments().getLast();
    synchronized (kept) {
      Kept found = remove ? kept.remove(id) : kept.get(id);
      if (found == null) {
        throw new Wrong(404, "Response with id '" + id + "' not found.", "not_found");
      }
      return found.response();
    }
  }
}
