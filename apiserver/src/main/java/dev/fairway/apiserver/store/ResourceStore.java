package dev.fairway.apiserver.store;

import java.util.Map;

/// Objects under one global revision, strictly increasing over all types. Writes are
/// compare-and-swap; when a write returns, every later snapshot shows it and, for a durable store,
/// it survives the end of the process. All methods may be called from any thread; returned values
/// are immutable.
///
/// Trees passed in are encoded before the call returns and not kept; `metadata.resourceVersion` in
/// them is ignored and replaced by the revision of the write.
public interface ResourceStore extends AutoCloseable {
  /// @throws StoreConflict when the key is taken
  Stored create(Key key, Map<String, Object> object);

  /// @throws StoreConflict when the object is gone or no longer at `expected`
  Stored update(Key key, long expected, Map<String, Object> object);

  /// Removes the object and returns its last state, carrying the revision of the deletion.
  ///
  /// @throws StoreConflict when the object is gone or no longer at `expected`
  Stored delete(Key key, long expected);

  /// The newest state.
  Snapshot snapshot();

  /// The state at exactly this revision.
  ///
  /// @throws RevisionCompacted when it is no longer kept
  /// @throws RevisionAhead when it was not reached yet
  Snapshot snapshot(long revision);

  /// Changes of a type behind a revision, now and as they come.
  ///
  /// @throws RevisionCompacted when changes behind the revision are no longer kept
  /// @throws RevisionAhead when the revision was not reached yet
  Watch watch(ResourceType type, long after);

  /// Forgets what lies below the revision: older snapshots and watches from there are refused.
  void compact(long revision);

  /// Ends all watches, then releases files. Quick, also with open watches.
  @Override
  void close();
}
