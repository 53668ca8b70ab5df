package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.pipeline.ListQuery.Token;
import dev.fairway.apiserver.store.Key;
import dev.fairway.apiserver.store.ResourceStore;
import dev.fairway.apiserver.store.RevisionAhead;
import dev.fairway.apiserver.store.RevisionCompacted;
import dev.fairway.apiserver.store.Snapshot;
import dev.fairway.apiserver.store.Stored;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers LIST: picks the snapshot the version parameters ask for and cuts a page out of it.
final class Lists {
  /// How many objects are looked at in one go while a selector is searching for a full page.
  private static final int CHUNK = 500;

  private static final String TOKEN_EXPIRED =
      "The provided continue parameter is too old to display a consistent list result. You can start"
          + " a new list without the continue parameter, or use the continue token in this response"
          + " to retrieve the remainder of the results. Continuing with the provided token results"
          + " in an inconsistent list - objects that were created, modified, or deleted between the"
          + " time the first chunk was returned and now may show up in the list.";

  private final ResourceStore store;

  Lists(ResourceStore store) {
    this.store = store;
  }

  /// One page.
  ///
  /// @param metadata of the list: resourceVersion, continue, remainingItemCount
  record Page(List<Stored> items, Map<String, Object> metadata) {}

  byte[] list(ServedResource resource, Selection selection, ListQuery query, Rendering rendering) {
    Page page = page(resource, selection, query, rendering.reader());
    return rendering.list(page.items(), page.metadata());
  }

  Page page(ServedResource resource, Selection selection, ListQuery query, ObjectReader reader) {
    Snapshot snapshot = snapshot(query);
    Token token = query.token();
    Key after = token == null ? null : token.key(resource.type());
    List<Stored> items = new ArrayList<>();
    Key last = after;
    boolean more = true;
    while (more) {
      int chunk =
          query.limit() == 0 ? 0 : selection.byKeyOnly() ? query.limit() - items.size() : CHUNK;
      List<Stored> read = candidates(snapshot, resource, selection, last, chunk);
      for (Stored stored : read) {
        last = stored.key();
        if (selection.matches(stored, reader)) {
          items.add(stored);
          if (items.size() == query.limit()) {
            break;
          }
        }
      }
      more = chunk > 0 && read.size() == chunk && items.size() < query.limit();
    }
    return new Page(items, metadata(snapshot, resource, selection, query, last, items.size()));
  }

  private static List<Stored> candidates(
      Snapshot snapshot,
      ServedResource resource,
      Selection selection,
      @Nullable Key after,
      int limit) {
    boolean oneKey =
        !selection.name().isEmpty() && (!selection.namespace().isEmpty() || !resource.namespaced());
    if (!oneKey) {
      return snapshot.list(resource.type(), selection.namespace(), after, limit);
    }
    Key key = new Key(resource.type(), selection.namespace(), selection.name());
    boolean passed = after != null && key.compareTo(after) <= 0;
    return passed ? List.of() : snapshot.get(key).stream().toList();
  }

  private static Map<String, Object> metadata(
      Snapshot snapshot,
      ServedResource resource,
      Selection selection,
      ListQuery query,
      @Nullable Key last,
      int found) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("resourceVersion", String.valueOf(snapshot.revision()));
    if (query.limit() > 0 && found == query.limit() && last != null) {
      long left = snapshot.count(resource.type(), selection.namespace(), last);
      if (left > 0) {
        metadata.put("continue", Token.behind(last, snapshot.revision()).encoded());
        if (selection.wholeNamespace()) {
          metadata.put("remainingItemCount", left);
        }
      }
    }
    return metadata;
  }

  private Snapshot snapshot(ListQuery query) {
    Token token = query.token();
    if (token != null) {
      return token.revision() < 0 ? store.snapshot() : pageSnapshot(token);
    }
    if (!query.exact()) {
      return notOlderThan(query.version());
    }
    try {
      return store.snapshot(query.version());
    } catch (RevisionCompacted e) {
      throw ApiFailure.expired(
          "The provided resource version is no longer available: " + e.getMessage(), "");
    } catch (RevisionAhead e) {
      throw ApiFailure.versionAhead(query.version(), e.newest());
    }
  }

  /// A page whose snapshot is gone gets a token that goes on inconsistently.
  private Snapshot pageSnapshot(Token token) {
    try {
      return store.snapshot(token.revision());
    } catch (RevisionCompacted _) {
      throw ApiFailure.expired(TOKEN_EXPIRED, new Token(-1, token.start()).encoded());
    } catch (RevisionAhead e) {
      throw ApiFailure.versionAhead(token.revision(), e.newest());
    }
  }

  Snapshot notOlderThan(long version) {
    Snapshot snapshot = store.snapshot();
    if (version > snapshot.revision()) {
      throw ApiFailure.versionAhead(version, snapshot.revision());
    }
    return snapshot;
  }
}
