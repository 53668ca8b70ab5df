package dev.fairway.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.provider.ArgumentsSource;

/// One invocation of a parameterised test per folder below `src/test/resources/<value>`, in the
/// order of their names. The test takes a [Case].
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(CaseFolders.class)
public @interface Cases {
  String value();
}
