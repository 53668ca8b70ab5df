package dev.fairway.testing.simulator;

/// What surrounds an answer.
///
/// @param id follows from the request's bytes
/// @param created seconds of the Unix time
/// @param done whether a stream ends with the mark that nothing follows, where the format has one
/// @param finish whether a stream says why the answer is over
record Reply(String id, long created, Counting counting, boolean done, boolean finish) {
  /// How tokens are reported.
  enum Counting {
    RIGHT,
    MISSING,
    /// A stream says zero until its last report.
    ZERO_FIRST
  }

  boolean counts() {
    return counting != Counting.MISSING;
  }

  boolean zeroFirst() {
    return counting == Counting.ZERO_FIRST;
  }
}
