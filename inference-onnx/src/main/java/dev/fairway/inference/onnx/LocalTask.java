package dev.fairway.inference.onnx;

import dev.fairway.inference.chat.CallContext;
import dev.fairway.inference.chat.Json;
import dev.fairway.inference.chat.Part;
import java.util.List;
import java.util.concurrent.Callable;

/// What a local model makes of the last user message.
interface LocalTask {
  /// @param tokens of the input
  record Answer(Json json, long tokens) {}

  /// Looks at the input on the caller's thread; the work itself runs on a slot.
  ///
  /// @throws BadInput when the parts are not what this model reads
  Callable<Answer> prepare(List<Part> parts, Omitted omitted, CallContext context);
}
