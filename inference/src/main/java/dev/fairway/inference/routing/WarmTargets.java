package dev.fairway.inference.routing;

import java.util.concurrent.atomic.AtomicLongArray;

/// Which target last answered which conversation, and so has its beginning in the provider's prompt
/// cache. A fixed table: a conversation that meets another in its place overwrites it, which costs
/// one cold call. Without a lock, for any number of threads.
final class WarmTargets {
  static final int NONE = -1;

  private static final int PLACES = 4096;
  private static final long KEEP_SECONDS = 300;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int TARGET_BITS = 6;
  private static final int SECOND_BITS = 24;
  private static final long SECOND_MASK = (1L << SECOND_BITS) - 1;
  private static final int LOW_BITS = TARGET_BITS + SECOND_BITS;
  private static final long FIRST_SECOND = 1;

  /// The upper bits of the conversation's hash, the second it was last seen, the target.
  private final AtomicLongArray places = new AtomicLongArray(PLACES);

  void put(long conversation, int target, long now) {
    places.set(place(conversation), tag(conversation) | second(now) << TARGET_BITS | target);
  }

  /// The target's number, or [#NONE].
  int find(long conversation, long now) {
    long entry = places.get(place(conversation));
    if (entry == 0 || (entry >>> LOW_BITS) != (conversation >>> LOW_BITS)) {
      return NONE;
    }
    long age = (second(now) - (entry >>> TARGET_BITS)) & SECOND_MASK;
    return age <= KEEP_SECONDS ? (int) (entry & ((1 << TARGET_BITS) - 1)) : NONE;
  }

  private static long tag(long conversation) {
    return conversation >>> LOW_BITS << LOW_BITS;
  }

  private static long second(long now) {
    return (Math.floorDiv(now, NANOS_PER_SECOND) + FIRST_SECOND) & SECOND_MASK;
  }

  private static int place(long conversation) {
    return (int) (conversation & (PLACES - 1));
  }
}
