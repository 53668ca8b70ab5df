package dev.fairway.apiserver.http;

import dev.fairway.apiserver.pipeline.ApiAnswer;
import dev.fairway.apiserver.pipeline.ApiRequest;

/// Answers requests. Called on one virtual thread per request and may block it. Whatever it throws
/// is answered with a 500 and logged by the listener.
@FunctionalInterface
public interface Handler {
  ApiAnswer handle(ApiRequest request);
}
