package dev.fairway.crd;

import java.util.Map;

/// Changes the finished `openAPIV3Schema` of a version in place, for the rare need no annotation
/// meets. Implementations have a constructor without arguments. What they leave behind is checked
/// to be structural, so a slip fails the build and not the installation.
public interface SchemaCustomizer {
  /// The schema as plain maps, lists and scalars, in output order; all of it may be changed.
  void customize(Map<String, Object> schema);

  /// Changes nothing.
  final class None implements SchemaCustomizer {
    @Override
    public void customize(Map<String, Object> schema) {}
  }
}
