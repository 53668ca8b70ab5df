package dev.fairway.inference.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A picture to be made, or pictures to be changed.
///
/// @param images what is to be changed; none when a new picture is wanted
/// @param mask where to change the first image
/// @param count how many pictures are wanted; null is one
/// @param size such as `1024x1024`
/// @param extras as in [ChatRequest]
public record ImageRequest(
    String model,
    String prompt,
    List<Media> images,
    @Nullable Media mask,
    @Nullable Integer count,
    @Nullable String size,
    Extras extras) {
  public ImageRequest {
    images = List.copyOf(images);
  }
}
