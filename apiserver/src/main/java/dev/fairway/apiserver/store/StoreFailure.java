package dev.fairway.apiserver.store;

/// The store cannot be opened, or can no longer keep what is written; the message names the file
/// and what to do.
public final class StoreFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreFailure(String message) {
    super(message);
  }

  StoreFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
