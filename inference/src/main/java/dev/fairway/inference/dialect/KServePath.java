package dev.fairway.inference.dialect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The paths of text generation, which name the model, its version if one is wanted, and whether
/// the answer is streamed.
///
/// @param model `model`, or `model/versions/version`
record KServePath(String model, boolean stream) {
  private static final String VERSIONS = "/versions/";
  private static final Pattern PATH =
      Pattern.compile("/models/([^/?]+)(?:/versions/([^/?]+))?/generate(_stream)?(?:\\?.*)?$");

  static KServePath read(String path) {
    Matcher match = PATH.matcher(path);
    if (!match.find()) {
      throw new WrongField("", "the path must be /v2/models/{model}/generate or generate_stream");
    }
    String name = PathSegment.decode(match.group(1));
    String model =
        match.group(2) == null ? name : name + VERSIONS + PathSegment.decode(match.group(2));
    return new KServePath(model, match.group(3) != null);
  }

  String write() {
    int versions = model.indexOf(VERSIONS);
    String place =
        versions < 0
            ? PathSegment.encode(model)
            : PathSegment.encode(model.substring(0, versions))
                + VERSIONS
                + PathSegment.encode(model.substring(versions + VERSIONS.length()));
    return "/v2/models/" + place + (stream ? "/generate_stream" : "/generate");
  }
}
