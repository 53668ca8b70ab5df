package dev.fairway.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// Rules that hold across the modules of the program.
@AnalyzeClasses(packages = "dev.fairway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String APP = "dev.fairway.app";

  /// Its JUnit extension asks which real binaries a developer's machine has.
  private static final String TESTING = "dev.fairway.testing";

  @ArchTest
  static final ArchRule PACKAGES_GO_ONE_WAY =
      slices().matching("dev.fairway.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_THE_SHELL_AND_THE_LOG_READ_THE_ENVIRONMENT =
      noClasses()
          .that()
          .resideOutsideOfPackage(TESTING)
          .and()
          .doNotBelongToAnyOf(Shell.class, LogSetup.class)
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class);

  @ArchTest
  static final ArchRule ONLY_THE_PROGRAM_ENDS_THE_PROCESS =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Fairway.class)
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest
  static final ArchRule ONLY_THE_LIFECYCLE_INSTALLS_SHUTDOWN_HOOKS =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Lifecycle.class)
          .should()
          .callMethod(Runtime.class, "addShutdownHook", Thread.class);

  @ArchTest
  static final ArchRule ONLY_THE_OPERATOR_KNOWS_THE_OPERATOR_SDK =
      onlyIn("dev.fairway.operator..", "io.javaoperatorsdk..");

  @ArchTest
  static final ArchRule ONLY_PROVIDER_CALLS_AND_THE_GATEWAYS_HTTP_KNOW_NETTY =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.fairway.inference.provider..", "dev.fairway.gateway.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule ONLY_THE_API_SERVERS_LISTENER_KNOWS_HELIDON =
      onlyIn("dev.fairway.apiserver.http..", "io.helidon..");

  @ArchTest
  static final ArchRule NOTHING_KNOWS_THE_APP =
      noClasses()
          .that()
          .resideOutsideOfPackage(APP)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(APP);

  private static ArchRule onlyIn(String home, String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }
}
