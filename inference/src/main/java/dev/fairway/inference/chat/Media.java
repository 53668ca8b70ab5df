package dev.fairway.inference.chat;

import org.jspecify.annotations.Nullable;

/// Bytes of a picture or a sound. The array is shared, not copied: treat it as constant.
///
/// @param mediaType such as `audio/mpeg`
/// @param filename null when it has none
public record Media(String mediaType, @Nullable String filename, byte[] bytes) {}
