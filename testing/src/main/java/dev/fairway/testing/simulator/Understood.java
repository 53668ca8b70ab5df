package dev.fairway.testing.simulator;

import java.util.function.Function;

/// A request that makes sense.
///
/// @param text the user's last text; what the marks of a script are looked for in
/// @param stream whether the answer shall come piece by piece
record Understood(String model, String text, boolean stream, Answering answering) {
  /// Answers a request that was understood.
  interface Answering {
    /// @throws Wrong when the script wants the request refused after all
    Body answer(Reply reply, boolean stream);
  }

  /// A call that is never streamed.
  static Understood plain(String model, String text, Function<Reply, Body> answer) {
    return new Understood(model, text, false, (reply, _) -> answer.apply(reply));
  }
}
