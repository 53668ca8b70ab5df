package dev.fairway.crd;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How server-side apply merges a list: `atomic` (replaced whole), `set` (unique scalars) or `map`
/// (objects told apart by their [Key] fields). Without it a `java.util.Set` is a `set`, a list of
/// objects that have a [Key] is a `map`, and any other list says nothing, which the server treats
/// as `atomic`.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface ListType {
  String value();
}
