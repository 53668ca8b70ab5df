package dev.fairway.metering.store;

/// The store did not do it: it is slow, full or down. Nothing of the operation took effect.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
