package dev.fairway.inference.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pictures in the order they were made.
///
/// @param details what else the provider tells of all of them, such as `quality`
public record ImageResponse(List<Image> images, Json.Obj details, Usage usage, List<String> dropped)
    implements Answer<ImageResponse> {
  public ImageResponse {
    images = List.copyOf(images);
    dropped = List.copyOf(dropped);
  }

  @Override
  public ImageResponse withDropped(List<String> changed) {
    return new ImageResponse(images, details, usage, changed);
  }

  /// One picture: a URL or its bytes.
  ///
  /// @param base64 the bytes
  /// @param revisedPrompt what the model made of the prompt, where it says so
  public record Image(
      @Nullable String url, @Nullable String base64, @Nullable String revisedPrompt) {}
}
