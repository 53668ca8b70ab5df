package dev.fairway.gateway.http;

import dev.fairway.inference.chat.ModelFailure;
import io.netty.buffer.ByteBuf;

/// What comes of one call to a provider: a head, bytes, and an end or a failure; or a failure
/// alone. All of it on the event loop of the call.
interface UpstreamCall {
  void answered(ResponseHead head);

  void body(ByteBuf buffer, int index, int length);

  /// Nothing more has arrived for now.
  void pause();

  void ended();

  /// Nothing comes after it.
  void failed(ModelFailure failure);

  /// Whether whoever reads the answer keeps up; when not, [UpstreamConnection#resume] is called
  /// later.
  boolean keepsUp();
}
