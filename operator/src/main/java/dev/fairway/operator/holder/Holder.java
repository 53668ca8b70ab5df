package dev.fairway.operator.holder;

import java.util.UUID;

/// The name of one operator process: its pod and a random part for this start. A pod that comes
/// back is another holder.
///
/// @param pod a DNS label, since the process's Lease is named after it
public record Holder(String pod, String start) {
  private static final char SEPARATOR = '_';

  public static Holder ofThisProcess(String pod) {
    return new Holder(pod, UUID.randomUUID().toString().substring(0, 8));
  }

  static Holder parse(String text) {
    int at = text.lastIndexOf(SEPARATOR);
    return at < 0
        ? new Holder(text, "")
        : new Holder(text.substring(0, at), text.substring(at + 1));
  }

  String leaseName() {
    return "fairway-operator-" + pod;
  }

  @Override
  public String toString() {
    return pod + SEPARATOR + start;
  }
}
