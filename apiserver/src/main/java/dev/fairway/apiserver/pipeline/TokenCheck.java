package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.access.User;
import java.util.Optional;

/// Tells whose bearer token it is, for TokenReviews. Any thread.
@FunctionalInterface
public interface TokenCheck {
  /// Empty when it is nobody's.
  Optional<User> user(String token);
}
