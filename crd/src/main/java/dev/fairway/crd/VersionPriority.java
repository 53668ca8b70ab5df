package dev.fairway.crd;

import java.util.Comparator;
import java.util.regex.Pattern;

/// The order Kubernetes gives version names: stable before beta before alpha, higher numbers first,
/// names of another form last and by alphabet. The greatest is the preferred one.
record VersionPriority(int stability, int major, int minor, String name)
    implements Comparable<VersionPriority> {
  private static final Pattern FORM =
      Pattern.compile("v([1-9][0-9]*)(?:(alpha|beta)([1-9][0-9]*))?");
  private static final Comparator<VersionPriority> ORDER =
      Comparator.comparingInt(VersionPriority::stability)
          .thenComparingInt(VersionPriority::major)
          .thenComparingInt(VersionPriority::minor)
          .thenComparing(VersionPriority::name, Comparator.reverseOrder());

  static VersionPriority of(String name) {
    var form = FORM.matcher(name);
    if (!form.matches()) return new VersionPriority(0, 0, 0, name);
    int stability = form.group(2) == null ? 3 : form.group(2).equals("beta") ? 2 : 1;
    int minor = form.group(3) == null ? 0 : Integer.parseInt(form.group(3));
    return new VersionPriority(stability, Integer.parseInt(form.group(1)), minor, name);
  }

  @Override
  public int compareTo(VersionPriority other) {
    return ORDER.compare(this, other);
  }
}
