package dev.fairway.crd;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Further schema keywords as YAML, laid over what the Java type says: `multipleOf`, `title`,
/// `example`, `externalDocs`, `oneOf`, `anyOf`, `allOf`, `not`. The result is checked to be
/// structural like everything else.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface Schema {
  String value();
}
