package dev.fairway.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// Runs a test class once per back end, each test in a namespace of its own. Tests take a [Cluster]
/// or its fabric8 client as parameters. One server per back end serves all classes of a JVM.
///
/// ```java
/// @FairwayCluster(crds = "../deploy/crds")
/// class WidgetTest {
///   @Test
///   void isServed(Cluster cluster) { ... }
/// }
/// ```
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(FairwayExtension.class)
public @interface FairwayCluster {
  /// YAML files, or folders of them, with CustomResourceDefinitions, relative to the working
  /// directory. They are established before the first test.
  String[] crds() default {};

  /// Where the class runs.
  Backend[] backends() default {Backend.EMBEDDED, Backend.REFERENCE};
}
