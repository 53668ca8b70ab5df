package dev.fairway.app;

import dev.fairway.app.Fairway.UsageFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/// Chooses the port to listen on.
final class Ports {
  private Ports() {}

  /// The port that was asked for; without one the usual port, or any free one (0) when that is
  /// taken.
  ///
  /// @param option named when the port cannot be had
  static int choose(String option, @Nullable Integer asked, int usual, InetAddress bound) {
    if (asked == null) {
      return isFree(bound, usual) ? usual : 0;
    }
    if (asked < 0 || asked > 65535) {
      throw new UsageFailure(option + ": must be 0 to 65535, is " + asked);
    }
    if (asked != 0 && !isFree(bound, asked)) {
      throw new UsageFailure(option + ": " + asked + " is taken; choose another one, or 0");
    }
    return asked;
  }

  private static boolean isFree(InetAddress address, int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
