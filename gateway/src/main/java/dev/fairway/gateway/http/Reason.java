package dev.fairway.gateway.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/// The words after a status. Nobody reads them, but the space is required.
final class Reason {
  private static final String[] KNOWN = new String[600];

  static {
    for (int status = 100; status < KNOWN.length; status++) {
      KNOWN[status] = " " + HttpResponseStatus.valueOf(status).reasonPhrase();
    }
  }

  private Reason() {}

  static String of(int status) {
    return KNOWN[status];
  }
}
