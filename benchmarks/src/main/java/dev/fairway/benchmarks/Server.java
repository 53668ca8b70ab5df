package dev.fairway.benchmarks;

import dev.fairway.testing.WatchedProcess;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A Kubernetes API that runs in processes of its own.
record Server(String kubeconfig, List<WatchedProcess> processes, Closeable running)
    implements Closeable {

  Target target() {
    return Target.of(kubeconfig);
  }

  /// Resident memory of all its processes (VmRSS of /proc, so on Linux only).
  double residentMegabytes() {
    return processes.stream()
        .flatMap(WatchedProcess::handles)
        .mapToDouble(process -> residentMegabytes(process.pid()))
        .sum();
  }

  private static double residentMegabytes(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    running.close();
  }
}
