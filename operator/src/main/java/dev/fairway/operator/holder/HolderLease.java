package dev.fairway.operator.holder;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This process's sign of life, renewed three times per [#duration], and the way to read that of
/// others. A holder is alive while its pod's Lease carries its name and has been renewed within the
/// duration that the Lease states. The clocks of the machines may differ by less than that.
/// Thread-safe.
public final class HolderLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HolderLease.class);

  private final KubernetesClient client;
  private final String namespace;
  private final Holder holder;
  private final Duration duration;
  private final Clock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("holder-lease").factory());

  public HolderLease(
      KubernetesClient client, String namespace, Holder holder, Duration duration, Clock clock) {
    this.client = client;
    this.namespace = namespace;
    this.holder = holder;
    this.duration = duration;
    this.clock = clock;
  }

  /// Shows this process alive before it returns, and from then on until [#close()].
  public void start() {
    take();
    long everyMillis = duration.toMillis() / 3;
    var _ =
        timer.scheduleWithFixedDelay(
            this::renewQuietly, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
  }

  public Holder holder() {
    return holder;
  }

  public Duration duration() {
    return duration;
  }

  /// Whether the process of that name still works on its claims, as far as the API server knows.
  public boolean isAlive(String name) {
    if (name.equals(holder.toString())) return true;
    Holder other = Holder.parse(name);
    Lease lease = client.leases().inNamespace(namespace).withName(other.leaseName()).get();
    return lease != null
        && name.equals(lease.getSpec().getHolderIdentity())
        && expiry(lease).isAfter(clock.instant());
  }

  private static Instant expiry(Lease lease) {
    ZonedDateTime renewed = lease.getSpec().getRenewTime();
    Integer seconds = lease.getSpec().getLeaseDurationSeconds();
    if (renewed == null || seconds == null) return Instant.MIN;
    return renewed.toInstant().plusSeconds(seconds);
  }

  /// Catches everything: an exception would end the timer without a word.
  private void renewQuietly() {
    try {
      renew();
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("holder", holder).log("lease not renewed: {}", e.getMessage());
    }
  }

  /// Never takes the Lease from a younger process of the same pod: that one's claims count.
  private void renew() {
    Lease current = read();
    if (current != null && isOurs(current)) {
      current.getSpec().setRenewTime(now());
      client.resource(current).update();
    } else {
      LOG.atWarn().addKeyValue("holder", holder).log("another process took this pod's lease");
    }
  }

  private void take() {
    Lease current = read();
    Lease ours = lease();
    if (current == null) {
      client.resource(ours).create();
    } else {
      current.setSpec(ours.getSpec());
      client.resource(current).update();
    }
  }

  private @Nullable Lease read() {
    return client.leases().inNamespace(namespace).withName(holder.leaseName()).get();
  }

  private boolean isOurs(Lease lease) {
    return holder.toString().equals(lease.getSpec().getHolderIdentity());
  }

  private Lease lease() {
    return new LeaseBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(holder.leaseName())
        .endMetadata()
        .withNewSpec()
        .withHolderIdentity(holder.toString())
        .withLeaseDurationSeconds(Math.toIntExact(Math.max(1, duration.toSeconds())))
        .withRenewTime(now())
        .endSpec()
        .build();
  }

  private ZonedDateTime now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
  }

  /// Ends the renewing and withdraws the Lease, so that nobody waits for it to run out.
  @Override
  public void close() {
    timer.shutdownNow();
    try {
      Lease current = read();
      if (current != null && isOurs(current)) {
        client.resource(current).lockResourceVersion().delete();
      }
    } catch (KubernetesClientException e) {
      LOG.atDebug().log("lease not withdrawn: {}", e.getMessage());
    }
  }
}
