package dev.fairway.testing;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A kubectl binary at work as administrator in the namespace of one test. Command lines are split
/// at spaces; arguments with spaces follow the line. Made by [EachKubectl].
final class Kubectl {
  private final Path program;
  private final Cluster cluster;
  private final Path cache;
  private final Path folder;
  private final AtomicInteger runs = new AtomicInteger();

  /// @param cache what discovery answered, shared by the runs of all tests
  /// @param folder of this test alone
  Kubectl(Path program, Cluster cluster, Path cache, Path folder) {
    this.program = program;
    this.cluster = cluster;
    this.cache = cache;
    this.folder = folder;
    write("kubeconfig", cluster.kubeconfig());
  }

  Cluster cluster() {
    return cluster;
  }

  String namespace() {
    return cluster.namespace();
  }

  /// The answer of a command that must succeed.
  String ok(String line, String... more) {
    return run(line, more).succeeded().out();
  }

  /// What a command that must fail says about it.
  String refused(String line, String... more) {
    return run(line, more).failed().err();
  }

  KubectlRun run(String line, String... more) {
    return start(line, more).await();
  }

  /// For commands that are looked at while they run.
  RunningKubectl start(String line, String... more) {
    return start(Map.of(), line, more);
  }

  /// `kubectl apply -f` with this manifest.
  String apply(String manifest, String... options) {
    List<String> more = new ArrayList<>(List.of("-f", write("manifest.yaml", manifest).toString()));
    more.addAll(List.of(options));
    return ok("apply", more.toArray(String[]::new));
  }

  /// A file of this test, for `-f` and `--from-file`.
  Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where this test's commands run and leave their files.
  Path folder() {
    return folder;
  }

  /// A kubeconfig of the same server with this bearer token instead of the administrator.
  Path writeKubeconfig(String token) {
    Config admin = Config.fromKubeconfig(cluster.kubeconfig());
    return write(
        "bearer.kubeconfig",
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: it, cluster: {server: "%s", certificate-authority-data: %s}}]
        users: [{name: bearer, user: {token: %s}}]
        contexts: [{name: it, context: {cluster: it, user: bearer}}]
        current-context: it
        """
            .formatted(admin.getMasterUrl(), admin.getCaCertData(), token));
  }

  RunningKubectl start(Map<String, String> environment, String line, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--kubeconfig=" + folder.resolve("kubeconfig"),
                "--namespace=" + namespace(),
                "--cache-dir=" + cache));
    command.addAll(Arrays.asList(line.split(" ")));
    command.addAll(List.of(more));
    int run = runs.incrementAndGet();
    ProcessBuilder process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve(run + ".out").toFile())
            .redirectError(folder.resolve(run + ".err").toFile());
    process.environment().put("HOME", folder.toString());
    process.environment().putAll(environment);
    try {
      return new RunningKubectl(
          process.start(), line, folder.resolve(run + ".out"), folder.resolve(run + ".err"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
