package dev.fairway.operator.events;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes `events.k8s.io/v1` events in the background, in the order they were given. An event is
/// named after the object, the reason and the occasion, so that whoever reports it again, this
/// process or another, finds it there. Events are best effort: beyond [#LIMIT] waiting ones they
/// are dropped and logged. Thread-safe; closing writes what waits.
public final class EventRecorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int LIMIT = 10_000;
  private static final int MAX_NOTE_CHARS = 1000;
  private static final String CONTROLLER = "ai.fairway.dev/operator";

  private final KubernetesClient client;
  private final String instance;
  private final Clock clock;
  // An empty one ends the writing.
  private final BlockingQueue<Optional<Event>> waiting = new ArrayBlockingQueue<>(LIMIT);
  private final Thread writer;

  /// @param instance the reporting process
  public EventRecorder(KubernetesClient client, String instance, Clock clock) {
    this.client = client;
    this.instance = instance;
    this.clock = clock;
    this.writer = Thread.ofVirtual().name("events").start(this::writeAll);
  }

  public void normal(HasMetadata about, String reason, String occasion, String note) {
    record(about, "Normal", reason, occasion, note);
  }

  public void warning(HasMetadata about, String reason, String occasion, String note) {
    record(about, "Warning", reason, occasion, note);
  }

  private void record(HasMetadata about, String type, String reason, String occasion, String note) {
    if (!waiting.offer(Optional.of(event(about, type, reason, occasion, note)))) {
      LOG.atWarn().addKeyValue("reason", reason).log("event dropped: {} are waiting", LIMIT);
    }
  }

  private Event event(HasMetadata about, String type, String reason, String occasion, String note) {
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(about.getMetadata().getNamespace())
        .withName(name(about, reason, occasion))
        .endMetadata()
        .withEventTime(new MicroTime(MICROSECONDS.format(clock.instant())))
        .withReportingController(CONTROLLER)
        .withReportingInstance(instance)
        .withType(type)
        .withReason(reason)
        .withAction(reason)
        .withNote(note.substring(0, Math.min(note.length(), MAX_NOTE_CHARS)))
        .withNewRegarding()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withNamespace(about.getMetadata().getNamespace())
        .withName(about.getMetadata().getName())
        .withUid(about.getMetadata().getUid())
        .withResourceVersion(about.getMetadata().getResourceVersion())
        .endRegarding()
        .build();
  }

  private static String name(HasMetadata about, String reason, String occasion) {
    String key = about.getMetadata().getUid() + "/" + reason + "/" + occasion;
    UUID hash = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    String name = about.getMetadata().getName();
    return name.substring(0, Math.min(name.length(), 200)) + "." + hash;
  }

  private void writeAll() {
    try {
      for (var next = waiting.take(); next.isPresent(); next = waiting.take()) write(next.get());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Event event) {
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) return;
      LOG.atDebug()
          .addKeyValue("reason", event.getReason())
          .log("event not written: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      if (!waiting.offer(Optional.empty()) || !writer.join(Duration.ofSeconds(5)))
        writer.interrupt();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
