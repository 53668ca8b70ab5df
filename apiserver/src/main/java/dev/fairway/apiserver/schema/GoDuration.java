package dev.fairway.apiserver.schema;

import com.google.re2j.Pattern;

/// Text that Go's `time.ParseDuration` or the looser `22 hours` form of kube-openapi accepts.
final class GoDuration {
  private static final Pattern GO =
      Pattern.compile("^[-+]?(0|((\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h))+)$");
  private static final Pattern LOOSE =
      Pattern.compile(
          "(?i)\\d+\\s*(ns|us|µs|ms|s|m|h|d|w|hr|wk|nano[a-zµ]*|micro[a-zµ]*|milli[a-zµ]*|sec[a-zµ]*"
              + "|min[a-zµ]*|hour[a-zµ]*|day[a-zµ]*|week[a-zµ]*)([^a-zµ]|$)");

  private GoDuration() {}

  static boolean isDuration(String text) {
    return GO.matches(text) || LOOSE.matcher(text).find();
  }
}
