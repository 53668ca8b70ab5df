package dev.fairway.gateway.chat;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Makes ids of requests: UUIDs of version 7, RFC 9562 section 5.7, which sort by time. They are no
/// secrets. Thread-safe.
final class RequestId {
  private static final long VERSION = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final InstantSource clock;

  RequestId(InstantSource clock) {
    this.clock = clock;
  }

  UUID next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long time = clock.millis() << 16 | VERSION | random.nextInt(0x1000);
    return new UUID(time, VARIANT | random.nextLong() >>> 2);
  }
}
