package dev.fairway.apiserver.apply;

/// A patch that cannot be carried out, with the wording of kube-apiserver. The edge answers it with
/// the status of its [Reason].
public final class PatchFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Who is to blame, as an HTTP status.
  public enum Reason {
    /// The patch is not one: 400.
    BAD_REQUEST,
    /// The patch is larger than allowed: 413.
    TOO_LARGE,
    /// The patch is well formed but does not fit the object: 422.
    UNPROCESSABLE,
    /// What kube-apiserver answers with 500, such as a configuration that does not fit its schema.
    INTERNAL
  }

  private final Reason reason;

  PatchFailure(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  static PatchFailure badRequest(String message) {
    return new PatchFailure(Reason.BAD_REQUEST, message);
  }

  static PatchFailure unprocessable(String message) {
    return new PatchFailure(Reason.UNPROCESSABLE, message);
  }

  static PatchFailure internal(String message) {
    return new PatchFailure(Reason.INTERNAL, message);
  }
}
