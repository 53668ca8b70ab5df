package dev.fairway.inference.chat;

import org.jspecify.annotations.Nullable;

/// Carries a [ModelFailure] to the edge that branches on it.
public final class ModelFailureException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient ModelFailure failure;

  public ModelFailureException(ModelFailure failure) {
    this(failure, null);
  }

  public ModelFailureException(ModelFailure failure, @Nullable Throwable cause) {
    super(failure.reason() + ": " + failure.message(), cause);
    this.failure = failure;
  }

  public ModelFailure failure() {
    return failure;
  }
}
