package dev.fairway.apiserver.collect;

/// The API answered with a failure.
public final class ApiRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int code;

  public ApiRefusal(int code, String message) {
    super(message);
    this.code = code;
  }

  boolean notFound() {
    return code == 404;
  }

  /// The object changed, or exists already: look at it again.
  boolean conflict() {
    return code == 409;
  }
}
