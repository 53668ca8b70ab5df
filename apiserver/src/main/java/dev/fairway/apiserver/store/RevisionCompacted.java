package dev.fairway.apiserver.store;

/// The revision asked for is older than what is kept.
public final class RevisionCompacted extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final long oldest;

  public RevisionCompacted(long asked, long oldest) {
    super("too old resource version: " + asked + " (" + oldest + ")");
    this.oldest = oldest;
  }

  /// The oldest revision that can still be asked for.
  public long oldest() {
    return oldest;
  }
}
