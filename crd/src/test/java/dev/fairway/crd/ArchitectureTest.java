package dev.fairway.crd;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.fairway.crd", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule seesNoOtherModule =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.fairway..").and(not(resideInAPackage("dev.fairway.crd.."))));

  @ArchTest
  static final ArchRule talksToNoCluster =
      noClasses().should().dependOnClassesThat(resideInAPackage("io.fabric8.kubernetes.client.."));

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
