package dev.fairway.inference.dialect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The paths of KServe's V2 protocol that do something, which name the model and its version if one
/// is wanted.
///
/// @param model `model`, or `model/versions/version`
/// @param action `generate`, `generate_stream` or `infer`
record KServePath(String model, String action) {
  static final String GENERATE = "generate";
  static final String GENERATE_STREAM = "generate_stream";
  static final String INFER = "infer";

  private static final String VERSIONS = "/versions/";
  private static final Pattern PATH =
      Pattern.compile(
          "/models/([^/?]+)(?:/versions/([^/?]+))?/(generate|generate_stream|infer)(?:\\?.*)?$");

  static KServePath read(String path) {
    Matcher match = PATH.matcher(path);
    if (!match.find()) {
      throw new WrongField(
          "", "the path must be /v2/models/{model}/generate, generate_stream or infer");
    }
    String name = PathSegment.decode(match.group(1));
    String model =
        match.group(2) == null ? name : name + VERSIONS + PathSegment.decode(match.group(2));
    return new KServePath(model, match.group(3));
  }

  String write() {
    int versions = model.indexOf(VERSIONS);
    String place =
        versions < 0
            ? PathSegment.encode(model)
            : PathSegment.encode(model.substring(0, versions))
                + VERSIONS
                + PathSegment.encode(model.substring(versions + VERSIONS.length()));
    return "/v2/models/" + place + "/" + action;
  }
}
