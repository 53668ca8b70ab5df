package dev.fairway.metering;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// What the packages of this module may see.
@AnalyzeClasses(
    packages = "dev.fairway.metering",
    importOptions = ImportOption.DoNotIncludeTests.class)
class MeteringRulesTest {
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.fairway.metering.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule quotasStandAlone =
      noClasses()
          .that()
          .resideInAPackage("..metering.quota")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..metering.usage", "..metering.store", "..metering.calls");

  @ArchTest
  static final ArchRule quotasKnowOnlyTheirClock =
      noClasses()
          .that()
          .resideInAPackage("..metering.quota")
          .should()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule countersAreNeverFloatingPoint =
      noCodeUnits()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("..metering.quota")
          .and()
          .areDeclaredInClassesThat()
          .haveNameNotMatching(".*Standing")
          .should()
          .haveRawReturnType(double.class)
          .orShould()
          .haveRawParameterTypes(double.class);

  @ArchTest
  static final ArchRule onlyTheStoreKnowsDatabases =
      noClasses()
          .that()
          .resideOutsideOfPackage("..metering.store")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.duckdb..");
}
