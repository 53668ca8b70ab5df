package dev.fairway.operator;

import java.time.Duration;
import java.util.Set;

/// How one operator process works.
///
/// @param pod name of this process that stays the same when it is started again; a DNS label
/// @param leaseNamespace where its Lease lives, and the pepper of the gateway's keys
/// @param namespaces what it watches; empty means all
/// @param reconcilesAtOnce per kind
/// @param callLimit model calls in this process, waiting ones included
/// @param localCallsAtOnce calls of models in this process; as many as cores is a good choice
/// @param leaseDuration how long others believe it alive without hearing from it
/// @param grace how long running calls may go on when it stops
public record OperatorSettings(
    String pod,
    String leaseNamespace,
    Set<String> namespaces,
    int reconcilesAtOnce,
    int callLimit,
    int localCallsAtOnce,
    Duration leaseDuration,
    Duration grace) {

  public OperatorSettings {
    namespaces = Set.copyOf(namespaces);
    if (!pod.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
      throw new IllegalArgumentException("pod must be a DNS label, is " + pod);
    }
  }

  /// All namespaces, 16 reconciles, 1000 calls, a Lease of 30 s, a grace of 20 s.
  public static OperatorSettings of(String pod, String leaseNamespace, int cores) {
    return new OperatorSettings(
        pod,
        leaseNamespace,
        Set.of(),
        16,
        1000,
        cores,
        Duration.ofSeconds(30),
        Duration.ofSeconds(20));
  }

  public OperatorSettings withNamespaces(Set<String> changed) {
    return new OperatorSettings(
        pod,
        leaseNamespace,
        changed,
        reconcilesAtOnce,
        callLimit,
        localCallsAtOnce,
        leaseDuration,
        grace);
  }

  public OperatorSettings withTimes(Duration lease, Duration graceAtStop) {
    return new OperatorSettings(
        pod,
        leaseNamespace,
        namespaces,
        reconcilesAtOnce,
        callLimit,
        localCallsAtOnce,
        lease,
        graceAtStop);
  }
}
