package dev.fairway.apiserver.store;

/// Where writes go before they are visible. `append` is called under the writer's lock, in revision
/// order, and must not block.
interface Journal extends AutoCloseable {
  Receipt append(State after, Change change);

  /// Waits for what was appended, then releases files.
  @Override
  void close();

  /// One appended write.
  @FunctionalInterface
  interface Receipt {
    /// Returns once the write is kept and visible. Not interruptible: its outcome must be known.
    ///
    /// @throws StoreFailure when it could not be kept
    void await();
  }

  /// Keeps nothing: a write is visible at once.
  static Journal none(History history) {
    return new Journal() {
      @Override
      public Receipt append(State after, Change change) {
        history.publish(after, change);
        return () -> history.wake(change.current().key().type());
      }

      @Override
      public void close() {}
    };
  }
}
