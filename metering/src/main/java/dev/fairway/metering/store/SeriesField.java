package dev.fairway.metering.store;

import java.util.Locale;

/// By what sums can be grouped and chosen.
public enum SeriesField {
  TENANT,
  CONSUMER,
  KEY_ID,
  ROUTE,
  EXPERIMENT,
  MODEL,
  PROVIDER,
  STATUS_CLASS,
  CURRENCY;

  String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}
