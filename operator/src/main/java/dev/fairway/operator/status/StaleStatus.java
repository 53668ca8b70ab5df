package dev.fairway.operator.status;

/// Somebody else wrote first, so the decision behind this write no longer stands. Nothing was
/// written; look again and decide again.
public final class StaleStatus extends RuntimeException {
  private static final long serialVersionUID = 1;

  StaleStatus(String name) {
    super("the status of " + name + " has changed since it was read", null, false, false);
  }
}
