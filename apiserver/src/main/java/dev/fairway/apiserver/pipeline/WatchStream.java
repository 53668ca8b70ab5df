package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.json.Json;
import dev.fairway.apiserver.store.Change;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.RevisionAhead;
import dev.fairway.apiserver.store.RevisionCompacted;
import dev.fairway.apiserver.store.Snapshot;
import dev.fairway.apiserver.store.Stored;
import dev.fairway.apiserver.store.Watch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// One watch: frames of `{"type":...,"object":...}` lines until the time is over, the client is
/// gone or the history is lost. Knows nothing of HTTP or WebSocket.
///
/// Once it has begun every failure is an ERROR event, as clients expect.
final class WatchStream implements ApiAnswer.Frames {
  static final Duration BOOKMARK_INTERVAL = Duration.ofMinutes(1);

  /// A closed client shows at the latest after this.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /// The last bookmark is due this long before the end.
  private static final Duration BEFORE_END = Duration.ofSeconds(2);

  private static final Map<String, Object> INITIAL_END =
      Map.of("k8s.io/initial-events-end", "true");

  private final ResourceStore store;
  private final ServedResource resource;
  private final Selection selection;
  private final ListQuery query;
  private final Rendering rendering;
  private final EventTexts texts;
  private final OpenWatches open;
  private final Duration timeout;
  private boolean first = true;
  private long sentRevision;

  WatchStream(
      ResourceStore store,
      ServedResource resource,
      Selection selection,
      ListQuery query,
      Rendering rendering,
      EventTexts texts,
      OpenWatches open,
      Duration timeout) {
    this.store = store;
    this.resource = resource;
    this.selection = selection;
    this.query = query;
    this.rendering = rendering;
    this.texts = texts;
    this.open = open;
    this.timeout = timeout;
  }

  @Override
  public void writeTo(ApiAnswer.Sink sink) throws IOException, InterruptedException {
    try {
      long from = start(sink);
      try (Watch watch = store.watch(resource.type(), from)) {
        open.add(watch);
        try {
          follow(watch, sink);
        } finally {
          open.remove(watch);
        }
      }
    } catch (RevisionCompacted e) {
      sink.frame(error(ApiFailure.expired(String.valueOf(e.getMessage()), "")));
    } catch (RevisionAhead e) {
      sink.frame(error(ApiFailure.versionAhead(query.version(), e.newest())));
    }
  }

  /// Sends the state to start from, when one is asked for, and answers the revision behind which
  /// changes are sent.
  private long start(ApiAnswer.Sink sink) throws IOException {
    boolean anyState = query.version() <= 0;
    if (!query.sendInitialEvents() && !anyState) {
      return query.version();
    }
    Snapshot snapshot = store.snapshot();
    if (query.version() > snapshot.revision()) {
      throw new RevisionAhead(query.version(), snapshot.revision());
    }
    for (Stored stored : snapshot.list(resource.type(), selection.namespace(), null, 0)) {
      if (selection.matches(stored, rendering.reader())) {
        send(sink, "ADDED", stored);
      }
    }
    if (query.sendInitialEvents() && query.bookmarks()) {
      sink.frame(
          frame("BOOKMARK", Json.write(rendering.bookmark(snapshot.revision(), INITIAL_END))));
      sentRevision = snapshot.revision();
    }
    return snapshot.revision();
  }

  private void follow(Watch watch, ApiAnswer.Sink sink) throws IOException, InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    long bookmarkDue = nextBookmark(end);
    while (!sink.closed() && !watch.closed()) {
      long now = System.nanoTime();
      if (bookmarkDue - now <= 0) {
        bookmark(watch, sink);
        bookmarkDue = nextBookmark(end);
      }
      if (end - now <= 0) {
        return;
      }
      long wait = Math.min(Math.min(end, bookmarkDue) - now, LONGEST_WAIT.toNanos());
      for (Change change : watch.next(Duration.ofNanos(Math.max(wait, 0)))) {
        send(change, sink);
      }
    }
  }

  /// A minute from now; close to the end just before it, and then never again.
  private static long nextBookmark(long end) {
    long now = System.nanoTime();
    long last = end - BEFORE_END.toNanos();
    long next = Math.min(now + BOOKMARK_INTERVAL.toNanos(), last);
    return next - now > 0 ? next : Long.MAX_VALUE / 2 + now;
  }

  private void bookmark(Watch watch, ApiAnswer.Sink sink) throws IOException {
    if (query.bookmarks() && watch.revision() >= sentRevision) {
      sink.frame(frame("BOOKMARK", Json.write(rendering.bookmark(watch.revision(), Map.of()))));
    }
  }

  /// An object that begins or ceases to match the selection is sent as if it came or went.
  private void send(Change change, ApiAnswer.Sink sink) throws IOException {
    if (!selection.covers(change.current().key())) {
      return;
    }
    if (selection.byKeyOnly()) {
      send(sink, change.kind().name(), change.current());
      return;
    }
    Stored previous = change.previous();
    boolean before = previous != null && selection.matches(previous, rendering.reader());
    boolean after =
        change.kind() != Change.Kind.DELETED
            && selection.matches(change.current(), rendering.reader());
    if (before && after) {
      send(sink, "MODIFIED", change.current());
    } else if (after) {
      send(sink, "ADDED", change.current());
    } else if (before && previous != null) {
      sink.frame(frame("DELETED", rendering.event(at(previous, change.revision()), false)));
    }
  }

  private void send(ApiAnswer.Sink sink, String type, Stored stored) throws IOException {
    sink.frame(
        first
            ? frame(type, rendering.event(stored, true))
            : texts.of(
                resource,
                rendering.form(),
                type,
                stored,
                () -> frame(type, rendering.event(stored, false))));
    first = false;
    sentRevision = Math.max(sentRevision, stored.revision());
  }

  /// The last state that matched, carrying the revision of the change that ended it.
  private static Stored at(Stored stored, long revision) {
    Map<String, Object> tree = stored.tree();
    Metadata.of(tree).set("resourceVersion", String.valueOf(revision));
    return new Stored(stored.key(), revision, Json.write(tree));
  }

  private static byte[] error(ApiFailure failure) {
    return frame("ERROR", Json.write(failure.status()));
  }

  private static byte[] frame(String type, byte[] object) {
    byte[] head = ("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream(head.length + object.length + 2);
    out.writeBytes(head);
    out.writeBytes(object);
    out.write('}');
    out.write('\n');
    return out.toByteArray();
  }
}
