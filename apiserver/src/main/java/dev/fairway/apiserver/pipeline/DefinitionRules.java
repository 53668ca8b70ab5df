package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.schema.CrdDefaults;
import dev.fairway.apiserver.schema.CrdValidation;
import dev.fairway.apiserver.schema.FieldError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rules of CustomResourceDefinitions. What follows from an accepted one is the work of
/// [Definitions].
final class DefinitionRules implements KindRules {
  static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

  @Override
  public void onCreate(Map<String, Object> object) {
    CrdDefaults.apply(object);
    CrdDefaults.prepareForCreate(object);
  }

  @Override
  public void onUpdate(Map<String, Object> object, Map<String, Object> old) {
    CrdDefaults.apply(object);
    CrdDefaults.prepareForUpdate(object, old);
  }

  @Override
  public List<FieldError> check(Map<String, Object> object, @Nullable Map<String, Object> old) {
    return old == null ? CrdValidation.validate(object) : CrdValidation.validateUpdate(object, old);
  }

  @Override
  public boolean deletedGracefully() {
    return false;
  }

  @Override
  public boolean unconditionalUpdate() {
    return false;
  }

  @Override
  public boolean countsGenerations() {
    return true;
  }

  @Override
  public void onDelete(Map<String, Object> object, String now) {
    Metadata meta = Metadata.of(object);
    List<String> finalizers = meta.finalizers();
    if (!finalizers.contains(CLEANUP)) {
      finalizers.add(CLEANUP);
      meta.finalizers(finalizers);
    }
    Conditions.set(
        Trees.ensure(object, "status"),
        "Terminating",
        "True",
        "InstanceDeletionPending",
        "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
        now);
  }
}
