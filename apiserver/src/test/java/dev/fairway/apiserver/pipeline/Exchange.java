package dev.fairway.apiserver.pipeline;

import java.util.List;
import java.util.Map;

/// Sends one request of a case to a server, in-process or over the network.
@FunctionalInterface
interface Exchange {
  Answer send(String method, String target, Map<String, String> headers, byte[] body);

  record Answer(int status, Map<String, List<String>> headers, byte[] body) {}
}
