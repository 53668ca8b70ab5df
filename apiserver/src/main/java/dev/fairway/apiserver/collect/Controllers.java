package dev.fairway.apiserver.collect;

import dev.fairway.apiserver.store.ResourceStore;
import java.time.Clock;
import java.util.List;

/// The embedded controllers: bootstrap objects, namespace deletion, garbage collection, clean-up of
/// CustomResourceDefinitions, expiry of events. They read the store and write through the API, on
/// virtual threads of their own. Whoever starts them closes them, before the store.
public final class Controllers implements AutoCloseable {
  private final NamespaceContents contents;
  private final OwnerCollector owners;
  private final NamespaceCollector namespaces;
  private final DefinitionCollector definitions;
  private final EventExpiry events;
  private final Feeds feeds;

  private Controllers(ResourceStore store, LocalApi api, Clock clock, String caCertificate) {
    contents = new NamespaceContents(store, api, caCertificate);
    owners = new OwnerCollector(store, api, clock);
    namespaces = new NamespaceCollector(store, api, clock);
    definitions = new DefinitionCollector(store, api, clock);
    events = new EventExpiry(store, api, clock);
    feeds = new Feeds(store, api, List.of(contents, owners, namespaces, definitions, events));
  }

  /// Returns when the bootstrap objects are there; everything else goes on in the background.
  ///
  /// @param caCertificate what clients in the cluster trust, in PEM
  public static Controllers start(
      ResourceStore store, LocalApi api, Clock clock, String caCertificate) {
    Controllers controllers = new Controllers(store, api, clock, caCertificate);
    controllers.start();
    return controllers;
  }

  private void start() {
    contents.start();
    owners.start();
    namespaces.start();
    definitions.start();
    events.start();
    feeds.start();
  }

  /// Quick: work under way is broken off, and goes on from the stored state after the next start.
  @Override
  public void close() {
    feeds.close();
    events.close();
    definitions.close();
    namespaces.close();
    owners.close();
    contents.close();
  }
}
