package dev.fairway.operator.provider;

import dev.fairway.api.v1.ModelProvider;
import java.util.Optional;
import java.util.stream.Stream;

/// The ModelProvider objects that requests may name. Thread-safe.
interface ProviderObjects {
  /// Of no cluster.
  ProviderObjects NONE =
      new ProviderObjects() {
        @Override
        public Optional<ModelProvider> find(String name, String namespace) {
          return Optional.empty();
        }

        @Override
        public Stream<String> visibleFrom(String namespace) {
          return Stream.empty();
        }
      };

  /// The one of that name that objects of the namespace may use.
  Optional<ModelProvider> find(String name, String namespace);

  /// The names of all that objects of the namespace may use.
  Stream<String> visibleFrom(String namespace);
}
