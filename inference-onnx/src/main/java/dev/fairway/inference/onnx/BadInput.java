package dev.fairway.inference.onnx;

import dev.fairway.inference.chat.ModelFailure.BadRequest;
import dev.fairway.inference.chat.ModelFailureException;

/// What a caller gave cannot be read. The message says what is wrong with it, fit to be shown.
final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadInput(String why) {
    super(why);
  }

  ModelFailureException of(String model) {
    return new ModelFailureException(
        new BadRequest(model + ": " + getMessage(), "messages", "invalid_input"), this);
  }
}
