package dev.fairway.crd;

/// One difference between two states of a CRD.
///
/// @param crd name of the CRD
/// @param path where it is, for example `v1 spec.timeout`; empty for the CRD as a whole
/// @param change what changed
/// @param advice what to do about it; empty when nothing need be done
public record Finding(Level level, String crd, String path, String change, String advice) {

  /// How much a difference matters to those who have objects or clients of the old CRD.
  public enum Level {
    /// Objects or requests that were valid no longer are, lose data, or mean something else.
    BREAKING,
    /// Nothing is refused, but behaviour changes.
    WARNING,
    /// Whatever worked before works as before.
    COMPATIBLE
  }

  @Override
  public String toString() {
    String where = path.isEmpty() ? crd : crd + " " + path;
    String what = level + " " + where + ": " + change;
    return advice.isEmpty() ? what : what + ". " + advice;
  }
}
