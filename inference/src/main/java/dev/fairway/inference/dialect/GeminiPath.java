package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Where a request is posted: the path names the model, and by its method whether the answer is
/// streamed. `gemini-x` is `/v1beta/models/gemini-x:generateContent`; a name with steps of its own,
/// such as `tunedModels/mine`, stands as it is.
record GeminiPath(String model, boolean stream) {
  private static final String VERSION = "/v1beta";
  private static final String PLAIN = "generateContent";
  private static final String STREAMED = "streamGenerateContent";
  private static final String EVENTS = "alt=sse";

  /// @throws ModelFailureException when nothing like it stands there
  static GeminiPath read(String path) {
    int question = path.indexOf('?');
    String place = question < 0 ? path : path.substring(0, question);
    int colon = place.lastIndexOf(':');
    String method = place.substring(colon + 1);
    if (colon < 0 || !(method.equals(PLAIN) || method.equals(STREAMED))) {
      throw wrong("the path must end with the model and :" + PLAIN + " or :" + STREAMED);
    }
    boolean stream = method.equals(STREAMED);
    if (stream && !Arrays.asList(path.substring(question + 1).split("&")).contains(EVENTS)) {
      throw wrong("answers are streamed as server-sent events only; ask for them with ?" + EVENTS);
    }
    return new GeminiPath(model(place.substring(0, colon)), stream);
  }

  private static String model(String place) {
    String[] steps = place.split("/", -1);
    String name = steps.length == 0 ? "" : PathSegment.decode(steps[steps.length - 1]);
    if (name.isEmpty()) {
      throw wrong("the path names no model");
    }
    String kind = steps.length < 2 ? "" : steps[steps.length - 2];
    return kind.isEmpty() || kind.equals("models") ? name : kind + "/" + name;
  }

  private static ModelFailureException wrong(String message) {
    return new ModelFailureException(new ModelFailure.BadRequest(message, "path", null));
  }

  String write() {
    String name =
        Arrays.stream(model.split("/", -1))
            .map(PathSegment::encode)
            .collect(Collectors.joining("/"));
    return VERSION
        + (model.contains("/") ? "/" : "/models/")
        + name
        + (stream ? ":" + STREAMED + "?" + EVENTS : ":" + PLAIN);
  }
}
