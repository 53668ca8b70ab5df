package dev.fairway.inference.onnx;

import dev.fairway.inference.chat.ModelFailure.ContextTooLong;
import dev.fairway.inference.chat.ModelFailureException;
import dev.fairway.inference.chat.Part;
import java.util.Arrays;
import java.util.List;

/// Text to token ids, within the limit of a model. One that is too long is refused, or cut when the
/// caller is lenient, and then said so: never silently.
///
/// @param model name of the model, for messages
record TextInput(String model, WordPiece tokenizer, int maxTokens) {

  long[] tokens(String text, Omitted omitted) {
    long[] ids = tokenizer.encode(text);
    if (ids.length <= maxTokens) {
      return ids;
    }
    if (omitted.strict()) {
      throw new ModelFailureException(
          new ContextTooLong(
              "the text has %d tokens, %s takes %d".formatted(ids.length, model, maxTokens)));
    }
    omitted.note("text behind token " + maxTokens);
    long[] cut = Arrays.copyOf(ids, maxTokens);
    cut[cut.length - 1] = ids[ids.length - 1];
    return cut;
  }

  /// All text of the parts.
  ///
  /// @throws BadInput when there is something else, or no text
  static String only(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (!(part instanceof Part.Text(var piece))) {
        throw new BadInput("it reads text only");
      }
      text.append(piece);
    }
    if (text.toString().isBlank()) {
      throw new BadInput("the text is empty");
    }
    return text.toString();
  }
}
