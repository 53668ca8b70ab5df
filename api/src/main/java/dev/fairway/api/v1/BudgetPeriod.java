package dev.fairway.api.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairway.crd.Description;

/// How long a budget has to last.
@Description("How long a budget has to last.")
public enum BudgetPeriod {
  @JsonProperty("day")
  DAY,
  /// From Monday on.
  @JsonProperty("week")
  WEEK,
  @JsonProperty("month")
  MONTH
}
