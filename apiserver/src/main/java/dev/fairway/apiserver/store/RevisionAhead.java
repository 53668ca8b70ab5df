package dev.fairway.apiserver.store;

/// The revision asked for lies in the future.
public final class RevisionAhead extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final long newest;

  public RevisionAhead(long asked, long newest) {
    super("Too large resource version: " + asked + ", current: " + newest);
    this.newest = newest;
  }

  public long newest() {
    return newest;
  }
}
