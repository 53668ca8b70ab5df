/// The listener: TLS, HTTP/1.1, HTTP/2 and WebSocket, turned into
/// [dev.fairway.apiserver.pipeline.ApiRequest]s.
@NullMarked
package dev.fairway.apiserver.http;

import org.jspecify.annotations.NullMarked;
