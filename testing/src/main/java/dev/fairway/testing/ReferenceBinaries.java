package dev.fairway.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The folder with the real etcd, kube-apiserver and kube-controller-manager.
public record ReferenceBinaries(Path folder) {
  /// The Kubernetes release that testing/reference/go.mod pins.
  static final String VERSION = "v1.36.3";

  public static final String HOW_TO_GET_THEM =
      "the real kube-apiserver is not on this machine: run ./fairway reference once, or set"
          + " KUBEBUILDER_ASSETS to a folder with etcd and kube-apiserver";

  /// Where `KUBEBUILDER_ASSETS` points, else what `./fairway reference` has built.
  public static Optional<ReferenceBinaries> find() {
    return Stream.concat(
            Stream.ofNullable(System.getenv("KUBEBUILDER_ASSETS")).map(Path::of),
            Stream.of(built()))
        .filter(folder -> Files.isExecutable(folder.resolve("etcd")))
        .filter(folder -> Files.isExecutable(folder.resolve("kube-apiserver")))
        .map(ReferenceBinaries::new)
        .findFirst();
  }

  private static Path built() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path caches =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return caches.resolve("fairway").resolve("reference").resolve(VERSION);
  }

  Path etcd() {
    return folder.resolve("etcd");
  }

  Path apiServer() {
    return folder.resolve("kube-apiserver");
  }

  /// Absent from plain envtest folders; then nothing collects garbage or empties namespaces.
  Optional<Path> controllerManager() {
    return Optional.of(folder.resolve("kube-controller-manager")).filter(Files::isExecutable);
  }

  /// `./fairway reference` builds it and envtest brings it; not every folder has it.
  Path kubectl() {
    return folder.resolve("kubectl");
  }
}
