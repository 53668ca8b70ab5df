package dev.fairway.testing;

/// The Kubernetes API a test class runs against. `FAIRWAY_TEST_BACKEND` (names separated by commas)
/// replaces what the annotation asks for.
public enum Backend {
  /// Fairway's own API server in this JVM. Always there.
  EMBEDDED,
  /// The real etcd, kube-apiserver and kube-controller-manager, from `KUBEBUILDER_ASSETS` or from
  /// the folder that `./fairway reference` builds. Without them the tests are skipped.
  REFERENCE,
  /// The cluster that `KUBECONFIG` names.
  KUBECONFIG
}
