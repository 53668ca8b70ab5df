package dev.fairway.apiserver.pipeline;

import dev.fairway.apiserver.schema.FieldError;
import dev.fairway.apiserver.schema.Names;
import dev.fairway.apiserver.store.ResourceType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The rules of the built-in kinds that have some (design: apiserver.md 7.7).
final class CoreRules {
  private CoreRules() {}

  /// ConfigMaps and Secrets: keys, and what `immutable` freezes.
  static final class Settings implements KindRules {
    private static final int LIMIT_BYTES = 1024 * 1024;
    private static final String KEY = "[-._a-zA-Z0-9]+";
    private static final Pattern KEY_PATTERN = Pattern.compile(KEY);
    private final boolean secret;

    Settings(boolean secret) {
      this.secret = secret;
    }

    @Override
    public void onCreate(Map<String, Object> object) {
      if (secret) {
        fold(object);
        object.putIfAbsent("type", "Opaque");
      }
    }

    @Override
    public void onUpdate(Map<String, Object> object, Map<String, Object> old) {
      if (secret) {
        fold(object);
        if (Trees.text(object, "type").isEmpty()) {
          Trees.carry("type", old, object);
        }
      }
    }

    /// `stringData` is for writing only: it ends up in `data`.
    private static void fold(Map<String, Object> object) {
      if (object.remove("stringData") instanceof Map<?, ?> plain && !plain.isEmpty()) {
        Map<String, Object> data = Trees.ensure(object, "data");
        plain.forEach((key, value) ->
            data.put(
                String.valueOf(key),
                Base64.getEncoder()
                    .encodeToString(String.valueOf(value).getBytes(StandardCharsets.UTF_8))));
      }
    }

    @Override
    public List<FieldError> check(Map<String, Object> object, @Nullable Map<String, Object> old) {
      List<FieldError> errors = new ArrayList<>();
      long size = 0;
      for (String field : List.of("data", "binaryData")) {
        for (Map.Entry<String, Object> entry : Trees.map(object, field).entrySet()) {
          String path = field + "[" + entry.getKey() + "]";
          configKey(entry.getKey())
              .forEach(text -> errors.add(FieldError.invalid(path, entry.getKey(), text)));
          size += String.valueOf(entry.getValue()).length();
        }
      }
      for (String key : Trees.map(object, "binaryData").keySet()) {
        if (Trees.map(object, "data").containsKey(key)) {
          errors.add(
              FieldError.invalid(
                  "data[" + key + "]", key, "duplicate of key present in binaryData"));
        }
      }
      if (size > LIMIT_BYTES) {
        errors.add(FieldError.tooLong(secret ? "data" : "[]", LIMIT_BYTES));
      }
      if (old != null) {
        checkFrozen(object, old, errors);
      }
      return errors;
    }

    private void checkFrozen(
        Map<String, Object> object, Map<String, Object> old, List<FieldError> errors) {
      if (secret && !Trees.text(object, "type").equals(Trees.text(old, "type"))) {
        errors.add(FieldError.invalid("type", Trees.text(object, "type"), "field is immutable"));
      }
      if (!Trees.flag(old, "immutable")) {
        return;
      }
      if (!Trees.flag(object, "immutable")) {
        errors.add(frozen("immutable"));
      }
      for (String field : List.of("data", "binaryData")) {
        if (!Trees.map(object, field).equals(Trees.map(old, field))) {
          errors.add(frozen(field));
        }
      }
    }

    /// What is wrong with a key; empty when nothing is.
    private static List<String> configKey(String key) {
      List<String> wrong = new ArrayList<>();
      if (key.length() > 253) {
        wrong.add("must be no more than 253 bytes");
      }
      if (!KEY_PATTERN.matcher(key).matches()) {
        wrong.add(
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
                + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '"
                + KEY
                + "')");
      } else if (key.equals(".") || key.equals("..")) {
        wrong.add("must not be '" + key + "'");
      } else if (key.startsWith("..")) {
        wrong.add("must not start with '..'");
      }
      return wrong;
    }

    private static FieldError frozen(String field) {
      return FieldError.forbidden(field, "field is immutable when `immutable` is set");
    }
  }

  /// Namespaces: the finalizer in the spec, the phase and the label that selectors rely on.
  static final class Namespaces implements KindRules {
    private static final Set<String> FOR_EVER = Set.of("default", "kube-system", "kube-public");
    private static final ResourceType TYPE = new ResourceType("", "namespaces");

    @Override
    public void onCreate(Map<String, Object> object) {
      Map<String, Object> spec = Trees.ensure(object, "spec");
      List<Object> finalizers = new ArrayList<>(Trees.list(spec, "finalizers"));
      if (!finalizers.contains("kubernetes")) {
        finalizers.add("kubernetes");
      }
      spec.put("finalizers", finalizers);
      object.put("status", new LinkedHashMap<>(Map.of("phase", "Active")));
      label(object);
    }

    @Override
    public void onUpdate(Map<String, Object> object, Map<String, Object> old) {
      Trees.carry("spec", old, object);
      label(object);
    }

    private static void label(Map<String, Object> object) {
      Metadata meta = Metadata.of(object);
      if (!meta.name().isEmpty()) {
        meta.label("kubernetes.io/metadata.name", meta.name());
      }
    }

    @Override
    public List<String> checkName(String name) {
      return Names.dns1123Label(name);
    }

    @Override
    public Map<String, Object> blank() {
      return Map.of("spec", Map.of(), "status", Map.of());
    }

    @Override
    public boolean deletedGracefully() {
      return false;
    }

    @Override
    public void checkDelete(Map<String, Object> object) {
      Metadata meta = Metadata.of(object);
      if (FOR_EVER.contains(meta.name())) {
        throw ApiFailure.forbidden(TYPE, meta.name(), "this namespace may not be deleted");
      }
    }

    @Override
    public void onDelete(Map<String, Object> object, String now) {
      Trees.ensure(object, "status").put("phase", "Terminating");
    }

    @Override
    public boolean keptAfterDelete(Map<String, Object> object) {
      return !Trees.list(object, "spec", "finalizers").isEmpty();
    }
  }

  /// Leases, and other kinds that a PUT may create.
  record Upserted(boolean unconditionalUpdate) implements KindRules {
    @Override
    public boolean createsOnUpdate() {
      return true;
    }
  }

  /// RBAC: names with colons, the group of references filled in, `roleRef` never changes.
  static final class Access implements KindRules {
    private static final String GROUP = "rbac.authorization.k8s.io";

    @Override
    public List<String> checkName(String name) {
      return Names.pathSegment(name);
    }

    @Override
    public boolean createsOnUpdate() {
      return true;
    }

    @Override
    public void onCreate(Map<String, Object> object) {
      complete(object);
    }

    @Override
    public void onUpdate(Map<String, Object> object, Map<String, Object> old) {
      complete(object);
    }

    private static void complete(Map<String, Object> object) {
      if (object.get("roleRef") instanceof Map<?, ?>) {
        Trees.ensure(object, "roleRef").putIfAbsent("apiGroup", GROUP);
      }
      for (Map<String, Object> subject : Trees.objects(object, "subjects")) {
        switch (Trees.text(subject, "kind")) {
          case "User", "Group" -> subject.putIfAbsent("apiGroup", GROUP);
          default -> {}
        }
      }
    }

    @Override
    public List<FieldError> check(Map<String, Object> object, @Nullable Map<String, Object> old) {
      List<FieldError> errors = new ArrayList<>();
      if (Trees.text(object, "kind").endsWith("Binding")) {
        if (Trees.text(object, "roleRef", "name").isEmpty()) {
          errors.add(FieldError.required("roleRef.name", ""));
        }
        if (old != null && !Trees.map(object, "roleRef").equals(Trees.map(old, "roleRef"))) {
          errors.add(FieldError.invalid("roleRef", object.get("roleRef"), "cannot change roleRef"));
        }
      }
      return errors;
    }
  }
}
