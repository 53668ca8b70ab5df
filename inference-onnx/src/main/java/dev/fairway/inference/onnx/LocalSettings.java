package dev.fairway.inference.onnx;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How the local models run.
///
/// @param workers native runs at a time; as many as cores is a good choice
/// @param packs folder whose subfolders are packs of the user; no pack reads a file outside it
/// @param natives folder that keeps the native library unpacked from one start to the next; without
///   it every process unpacks into the temporary folder and leaves an empty folder there
/// @param pictures fetches pictures by URL; without it URLs are refused
public record LocalSettings(
    int workers, @Nullable Path packs, @Nullable Path natives, @Nullable PictureFetch pictures) {
  public LocalSettings {
    if (workers < 1) {
      throw new IllegalArgumentException("workers must be at least 1, is " + workers);
    }
  }

  public static LocalSettings of(int workers) {
    return new LocalSettings(workers, null, null, null);
  }

  public LocalSettings withPacks(Path changed) {
    return new LocalSettings(workers, changed, natives, pictures);
  }

  public LocalSettings withNatives(Path changed) {
    return new LocalSettings(workers, packs, changed, pictures);
  }

  public LocalSettings withPictures(PictureFetch changed) {
    return new LocalSettings(workers, packs, natives, changed);
  }
}
