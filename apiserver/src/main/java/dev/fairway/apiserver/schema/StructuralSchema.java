package dev.fairway.apiserver.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The schema of one version of a custom resource, compiled once. Immutable; any thread.
///
/// What it accepts, and the words in which it refuses, are those of Kubernetes 1.36.
public final class StructuralSchema implements ObjectSchema {
  private static final String RULES_BLOCKED =
      "some validation rules were not checked because the object was invalid; correct the existing"
          + " errors to complete validation";

  private final SchemaNode root;
  private final MergeType mergeType;
  private final @Nullable ScalePaths scale;
  private final @Nullable RuleTree rules;

  private StructuralSchema(SchemaNode root, @Nullable ScalePaths scale) {
    this.root = root;
    this.scale = scale;
    this.rules = RuleTree.compile(root, true);
    this.mergeType = MergeTypes.resource(root);
  }

  /// Compiles an `openAPIV3Schema` that [CrdValidation] has found valid.
  public static StructuralSchema compile(Map<String, Object> openApiV3Schema) {
    return compile(openApiV3Schema, null);
  }

  /// The same for a version with a scale subresource, whose numbers are checked too.
  static StructuralSchema compile(Map<String, Object> openApiV3Schema, @Nullable ScalePaths scale) {
    return new StructuralSchema(SchemaNode.read(openApiV3Schema), scale);
  }

  @Override
  public List<String> prune(Map<String, Object> object) {
    List<String> removed = new ArrayList<>();
    Map<String, Object> metadata = Tree.objectOrNull(object, "metadata");
    if (metadata != null) {
      ObjectMeta.prune(metadata, "metadata", removed);
    }
    removed.addAll(sorted(pruned -> Pruning.prune(object, root, pruned)));
    Defaulting.dropNulls(object, root);
    removed.addAll(sorted(pruned -> EmbeddedResources.prune(object, root, pruned)));
    return removed;
  }

  private static List<String> sorted(Consumer<List<String>> step) {
    List<String> paths = new ArrayList<>();
    step.accept(paths);
    Collections.sort(paths);
    return paths;
  }

  @Override
  public void applyDefaults(Map<String, Object> object) {
    Defaulting.apply(object, root);
  }

  @Override
  public List<FieldError> validate(Map<String, Object> object, @Nullable Map<String, Object> old) {
    Object partner = old == null ? Validation.UNRELATED : old;
    List<FieldError> errors = new ArrayList<>(Validation.validate("", object, partner, root));
    if (scale != null) {
      errors.addAll(scale.validateSpec(object));
    }
    return completed(errors, object, old);
  }

  @Override
  public List<FieldError> validateStatus(Map<String, Object> object, Map<String, Object> old) {
    SchemaNode schema = root.properties().get("status");
    List<FieldError> errors = new ArrayList<>();
    if (schema != null && object.containsKey("status")) {
      Object partner = old.containsKey("status") ? old.get("status") : Validation.UNRELATED;
      errors.addAll(Validation.validate("status", object.get("status"), partner, schema));
    }
    return completed(errors, object, old);
  }

  /// Adds what the value checks do not look at.
  private List<FieldError> completed(
      List<FieldError> errors, Map<String, Object> object, @Nullable Map<String, Object> old) {
    if (scale != null) {
      errors.addAll(scale.validateStatus(object));
    }
    errors.addAll(EmbeddedResources.validate(object, root, FieldPath.ROOT));
    if (old == null || ListTypes.validate(old, root).isEmpty()) {
      errors.addAll(ListTypes.validate(object, root));
    }
    if (rules != null && errors.stream().anyMatch(StructuralSchema::blocksRules)) {
      errors.add(FieldError.invalid(FieldPath.ROOT.toString(), null, RULES_BLOCKED));
    } else if (rules != null) {
      Object partner = old == null ? Validation.UNRELATED : old;
      errors.addAll(RuleChecks.validate(rules, object, partner, FieldPath.ROOT));
    }
    return errors;
  }

  /// Rules may rely on types and presence, so they wait until those are right.
  private static boolean blocksRules(FieldError error) {
    return switch (error.reason()) {
      case NOT_SUPPORTED, REQUIRED, TOO_LONG, TOO_MANY, TYPE_INVALID -> true;
      default -> false;
    };
  }

  @Override
  public MergeType mergeType() {
    return mergeType;
  }
}
