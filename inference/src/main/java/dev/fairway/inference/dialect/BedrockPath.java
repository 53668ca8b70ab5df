package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.ModelFailure;
import dev.fairway.inference.chat.ModelFailureException;

/// Where a request is posted: `/model/ID/converse`, or `converse-stream`. The id may be an ARN,
/// whose colons and slashes are encoded.
record BedrockPath(String model, boolean stream) {
  private static final String PLAIN = "/converse";
  private static final String STREAMED = "/converse-stream";
  private static final String MODEL = "/model/";

  /// @throws ModelFailureException when nothing like it stands there
  static BedrockPath read(String path) {
    int question = path.indexOf('?');
    String place = question < 0 ? path : path.substring(0, question);
    boolean stream = place.endsWith(STREAMED);
    int start = place.indexOf(MODEL) + MODEL.length();
    int end = place.length() - (stream ? STREAMED : PLAIN).length();
    if (start < MODEL.length() || start >= end || !(stream || place.endsWith(PLAIN))) {
      throw new ModelFailureException(
          new ModelFailure.BadRequest(
              "the path must be /model/ID/converse or /model/ID/converse-stream", "path", null));
    }
    return new BedrockPath(PathSegment.decode(place.substring(start, end)), stream);
  }

  String write() {
    return MODEL + PathSegment.encode(model) + (stream ? STREAMED : PLAIN);
  }
}
