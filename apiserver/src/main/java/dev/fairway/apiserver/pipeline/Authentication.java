package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.access.User;
import java.util.Optional;

/// Finds out who makes a request. Any thread.
@FunctionalInterface
public interface Authentication {
  /// The user; empty when the credentials shown are wrong, which is a 401. A request without any is
  /// that of [User#ANONYMOUS].
  Optional<User> user(ApiRequest request);
}
