package dev.fairway.inference.dialect;

/// A field is missing or is not what it should be. Internal to this package: each dialect turns it
/// into the failure that fits what it was reading.
final class WrongField extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String path;

  WrongField(String path, String message) {
    super(path.isEmpty() ? message : path + ": " + message);
    this.path = path;
  }

  String path() {
    return path;
  }
}
