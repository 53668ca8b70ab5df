package dev.fairway.api;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.fairway.api.v1.FreeJson;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;

@AnalyzeClasses(packages = "dev.fairway.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule importsAlmostNothing =
      classes()
          .that(not(resideInAPackage("dev.fairway.api.keys")))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "java..",
                      "dev.fairway.api..",
                      "dev.fairway.crd", // annotations, read at build time only
                      "org.jspecify.annotations",
                      "com.fasterxml.jackson.annotation",
                      "io.fabric8.generator.annotation",
                      "io.fabric8.crd.generator.annotation",
                      "io.fabric8.kubernetes.model.annotation")
                  .or(belongToAnyOf(Namespaced.class, CustomResource.class))
                  .or(resideInAPackage("com.fasterxml.jackson..")));

  /// Keys are kept in Secrets.
  @ArchTest
  static final ArchRule keysKnowSecrets =
      classes()
          .that(resideInAPackage("dev.fairway.api.keys"))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "javax.crypto..",
                  "dev.fairway.api..",
                  "org.jspecify.annotations",
                  "io.fabric8.kubernetes.api.model..",
                  "io.fabric8.kubernetes.client.."));

  @ArchTest
  static final ArchRule onlyFreeJsonAndTimestampsKnowTheJsonLibrary =
      noClasses()
          .that(not(belongToAnyOf(FreeJson.class)).and(not(nameMatching(".*\\.Timestamp.*"))))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "com.fasterxml.jackson.databind..", "com.fasterxml.jackson.core.."));

  @ArchTest
  static final ArchRule hasNoCycles =
      slices().matching("dev.fairway.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule keepsTheJsonLibraryInside =
      noMethods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .should()
          .haveRawReturnType(nameMatching("com\\.fasterxml\\..*"))
          .orShould()
          .haveRawParameterTypes(anyElementThat(nameMatching("com\\.fasterxml\\..*")));
}
