package dev.fairway.crd;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a kind needs to say beyond the annotations of fabric8.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE})
public @interface Crd {
  /// Kind of a list of these; empty for the kind followed by `List`.
  String listKind() default "";

  /// Whether `/status` is served, for a kind that has a status type.
  boolean status() default true;

  /// Longest allowed `metadata.name`, 0 for the limit of Kubernetes. Worth setting where the name
  /// goes into a label (63) or a generated name.
  int nameMaxLength() default 0;

  /// Regular expression for `metadata.name`, empty for the rule of Kubernetes.
  String namePattern() default "";

  /// Last hand on the schema of this version.
  Class<? extends SchemaCustomizer> customizer() default SchemaCustomizer.None.class;
}
