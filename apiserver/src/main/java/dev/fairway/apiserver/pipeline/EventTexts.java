package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.Stored;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The frames of recent events, so that many watchers of one resource share one encoding. A small
/// table without locks: a slot overwritten too early costs one encoding more, never a wrong frame.
final class EventTexts {
  private static final int SLOTS = 1024;

  private final AtomicReferenceArray<@Nullable Entry> slots = new AtomicReferenceArray<>(SLOTS);

  /// What a frame depends on: the change, and how it is shown. A definition that changes what its
  /// objects look like has another `freshAfter` from then on.
  private record Event(
      Key key,
      long revision,
      String type,
      String apiVersion,
      long freshAfter,
      Representation form) {}

  private record Entry(Event event, byte[] frame) {}

  byte[] of(
      ServedResource resource,
      Representation form,
      String type,
      Stored stored,
      Supplier<byte[]> encode) {
    Event event =
        new Event(
            stored.key(),
            stored.revision(),
            type,
            resource.apiVersion(),
            resource.freshAfter(),
            form);
    int slot = Math.floorMod(event.hashCode(), SLOTS);
    Entry entry = slots.get(slot);
    if (entry != null && entry.event().equals(event)) {
      return entry.frame();
    }
    byte[] frame = encode.get();
    slots.set(slot, new Entry(event, frame));
    return frame;
  }
}
