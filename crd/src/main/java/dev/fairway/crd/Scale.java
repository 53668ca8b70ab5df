package dev.fairway.crd;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Gives the kind a scale subresource, so that `kubectl scale` and autoscalers work on it. Paths
/// are simple, such as `.spec.replicas`; each is checked against the schema.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE})
public @interface Scale {
  String specReplicas() default ".spec.replicas";

  String statusReplicas() default ".status.replicas";

  /// Path of the serialised label selector, or empty for none.
  String selector() default "";
}
