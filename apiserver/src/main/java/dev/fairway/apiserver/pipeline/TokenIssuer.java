package dev.fairway.apiserver.pipeline;

import java.time.Duration;

/// Makes bearer tokens for ServiceAccounts. Any thread.
@FunctionalInterface
public interface TokenIssuer {
  /// @param uid of the ServiceAccount: one of the same name made later is another
  String issue(String namespace, String name, String uid, Duration validity);
}
