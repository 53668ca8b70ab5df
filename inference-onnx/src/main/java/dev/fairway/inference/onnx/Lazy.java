package dev.fairway.inference.onnx;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value made at its first use, once, and kept, also when making it failed: what is wrong with
/// the files of a pack stays wrong until the process starts anew. Thread-safe.
final class Lazy<T> {
  private final Supplier<T> maker;
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable Made<T> made;

  private record Made<T>(@Nullable T value, @Nullable RuntimeException failure) {
    T get() {
      if (failure != null) {
        throw failure;
      }
      if (value == null) {
        throw new IllegalStateException("neither made nor failed");
      }
      return value;
    }
  }

  Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  T get() {
    Made<T> seen = made;
    return seen == null ? make() : seen.get();
  }

  private T make() {
    making.lock();
    try {
      Made<T> seen = made;
      if (seen == null) {
        seen = tried();
        made = seen;
      }
      return seen.get();
    } finally {
      making.unlock();
    }
  }

  private Made<T> tried() {
    try {
      return new Made<>(maker.get(), null);
    } catch (RuntimeException e) {
      return new Made<>(null, e);
    }
  }
}
