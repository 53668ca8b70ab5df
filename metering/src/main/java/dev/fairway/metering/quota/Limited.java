package dev.fairway.metering.quota;

import java.util.List;

/// A subject and what it may use.
public record Limited(Subject subject, List<Limit> limits) {
  public Limited {
    limits = List.copyOf(limits);
  }
}
