package dev.fairway.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// What figures were taken on.
///
/// @param load the system's load average before the run; a figure well above 0 spoils the rest
record Machine(
    String cpu,
    int cores,
    long memoryGigabytes,
    String kernel,
    String java,
    double load,
    String date) {
  static Machine here() {
    return new Machine(
        afterColon("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        readMemoryGigabytes(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        LocalDate.now(ZoneOffset.UTC).toString());
  }

  String line() {
    return "%s, %d cores, %d GB, %s, %s, load %.1f before the run, %s"
        .formatted(cpu, cores, memoryGigabytes, kernel, java, load, date);
  }

  private static long readMemoryGigabytes() {
    String kilobytes = afterColon("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "");
    return kilobytes.isEmpty() ? 0 : Math.round(Long.parseLong(kilobytes) / 1048576.0);
  }

  private static String afterColon(String file, String start) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(start))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
