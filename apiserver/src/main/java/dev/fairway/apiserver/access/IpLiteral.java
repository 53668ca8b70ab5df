package dev.fairway.apiserver.access;

import java.net.InetAddress;
import java.util.Optional;

/// Tells addresses from host names without asking any name service.
final class IpLiteral {
  private IpLiteral() {}

  static Optional<InetAddress> parse(String name) {
    try {
      return Optional.of(InetAddress.ofLiteral(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
