package dev.fairway.inference.chat;

/// A model that makes and changes pictures. Threads, blocking and cancelling as for [ChatModel].
public interface ImageModel {
  /// @throws ModelFailureException when there is no answer
  ImageResponse paint(ImageRequest request, CallContext context);
}
