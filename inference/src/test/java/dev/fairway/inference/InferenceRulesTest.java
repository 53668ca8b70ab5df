package dev.fairway.inference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// What the packages of this module may see.
@AnalyzeClasses(
    packages = "dev.fairway.inference",
    importOptions = ImportOption.DoNotIncludeTests.class)
class InferenceRulesTest {
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.fairway.inference.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule chatSeesNoOtherPackage =
      noClasses()
          .that()
          .resideInAPackage("..inference.chat")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..inference.dialect", "..inference.routing", "..inference.provider");

  @ArchTest
  static final ArchRule dialectsAreAtHomeWithoutATransport =
      noClasses()
          .that()
          .resideInAPackage("..inference.dialect")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..inference.provider");

  @ArchTest
  static final ArchRule theCatalogKnowsNoWireFormatAndNoTransport =
      noClasses()
          .that()
          .resideInAPackage("..inference.catalog")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..inference.dialect", "..inference.routing", "..inference.provider");

  @ArchTest
  static final ArchRule moneyIsNeverFloatingPoint =
      noCodeUnits()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("..inference.catalog")
          .should()
          .haveRawReturnType(double.class)
          .orShould()
          .haveRawParameterTypes(double.class)
          .orShould()
          .haveRawReturnType(float.class);

  @ArchTest
  static final ArchRule routingKnowsNoWireFormatAndNoTransport =
      noClasses()
          .that()
          .resideInAPackage("..inference.routing")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..inference.dialect", "..inference.provider");

  @ArchTest
  static final ArchRule decidingTakesTheTimeAsAnArgument =
      noClasses()
          .that()
          .resideInAPackage("..inference.routing")
          .and()
          .haveNameNotMatching(".*\\.(Timer|RoutedPlay|AttemptRun)(\\$.*)?")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule onlyTheTransportKnowsNetty =
      noClasses()
          .that()
          .resideOutsideOfPackage("..inference.provider")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..", "java.net..");

  @ArchTest
  static final ArchRule onlyJsonTextKnowsJackson =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.JsonText(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml..");
}
