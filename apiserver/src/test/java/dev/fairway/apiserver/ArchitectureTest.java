package dev.fairway.apiserver;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

@AnalyzeClasses(
    packages = "dev.fairway.apiserver",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.fairway.apiserver";

  /// Each package with those it may see; the root package, which composes the server, sees all.
  private static final Map<String, List<String>> SEES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("json", List.of()),
              Map.entry("jsonpath", List.of()),
              Map.entry("cel", List.of()),
              Map.entry("store", List.of("json")),
              Map.entry("schema", List.of("cel", "jsonpath", "json")),
              Map.entry("types", List.of("schema", "json")),
              Map.entry("apply", List.of("schema", "json")),
              Map.entry("access", List.of("store", "json")),
              Map.entry("pipeline", List.of("access", "apply", "types", "schema", "store", "json")),
              Map.entry("collect", List.of("pipeline", "access", "store", "json")),
              Map.entry("http", List.of("pipeline", "access", "json"))));

  @ArchTest static final ArchRule packagesFormAOneWayList = oneWayList();

  @ArchTest
  static final ArchRule hasNoCycles = slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

  @ArchTest static final ArchRule onlyTheListenerKnowsTheHttpLibrary = only("http", "io.helidon..");

  @ArchTest
  static final ArchRule onlyOnePackageKnowsTheJsonLibraries =
      only("json", "com.fasterxml..", "org.yaml..");

  @ArchTest static final ArchRule onlyOnePackageKnowsTheCelLibrary = only("cel", "dev.cel..");

  @ArchTest
  static final ArchRule leavesTheProcessToItsOwner =
      noClasses()
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "getProperty", String.class)
          .orShould()
          .callMethod(System.class, "getProperty", String.class, String.class)
          .orShould()
          .callMethod(System.class, "setProperty", String.class, String.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class)
          .orShould()
          .callMethod(Runtime.class, "addShutdownHook", Thread.class);

  private static ArchRule only(String place, String... libraries) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "." + place)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries);
  }

  private static ArchRule oneWayList() {
    LayeredArchitecture list = layeredArchitecture().consideringOnlyDependenciesInLayers();
    list = list.layer("root").definedBy(ROOT);
    for (String place : SEES.keySet()) {
      list = list.layer(place).definedBy(ROOT + "." + place);
    }
    list = list.whereLayer("root").mayNotBeAccessedByAnyLayer();
    for (Map.Entry<String, List<String>> place : SEES.entrySet()) {
      String[] seen = place.getValue().toArray(String[]::new);
      list =
          seen.length == 0
              ? list.whereLayer(place.getKey()).mayNotAccessAnyLayer()
              : list.whereLayer(place.getKey()).mayOnlyAccessLayers(seen);
    }
    return list;
  }
}
