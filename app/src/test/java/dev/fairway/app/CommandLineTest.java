package dev.fairway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fairway.testing.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class CommandLineTest {
  private static final Path CRDS = Path.of("..", "deploy", "crds");

  @TempDir private Path folder;

  /// Every command with its arguments so far: `fairway`, `fairway demo`, ..., `fairway crd diff`.
  static List<CommandSpec> commands() {
    return withSubcommands(Fairway.commandLine(Shell.ofProcess())).toList();
  }

  private static Stream<CommandSpec> withSubcommands(CommandLine command) {
    return Stream.concat(
        Stream.of(command.getCommandSpec()),
        command.getSubcommands().values().stream().flatMap(CommandLineTest::withSubcommands));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpListsAllOptions(CommandSpec command) {
    String[] words = command.qualifiedName().split(" ");
    String[] arguments = Arrays.copyOf(words, words.length);
    System.arraycopy(words, 1, arguments, 0, words.length - 1);
    arguments[words.length - 1] = "--help";

    Ran ran = Ran.in(folder, arguments);

    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(command.options())
        .extracting(OptionSpec::longestName)
        .allSatisfy(option -> assertThat(ran.out()).contains(option));
    assertThat(command.subcommands().keySet())
        .allSatisfy(subcommand -> assertThat(ran.out()).contains(subcommand));
  }

  @Test
  void helpOfTheSimulatorListsMarksAndFaults() {
    Ran ran = Ran.in(folder, "simulator", "--help");

    assertThat(Simulator.scripts().keySet())
        .allSatisfy(mark -> assertThat(ran.out()).contains("[[" + mark + "]]"));
    assertThat(Simulator.faults().keySet())
        .allSatisfy(words -> assertThat(ran.out()).contains(words));
  }

  @ParameterizedTest
  @CsvSource({
    "--api-port, up --api-port 70000",
    "--api-port, up --api-port many",
    "--api-port, apiserver --api-port -1",
    "--bind-address, apiserver --bind-address no.such.address.invalid",
    "--model, infer hello",
    "TEXT, infer --model local/sentiment-en",
    "--image, infer --model local/ppocr-v4 --image no-such.png",
    "--audio, infer --model local/silero-vad-v6 --audio no-such.wav",
    "--packs, up --packs no-such-folder",
    "--gguf, up --gguf no-such-file",
    "--output, infer hello --model local/sentiment-en --output xml",
    "--max-tokens, infer hello --model local/sentiment-en --max-tokens few",
    "--kubeconfig, infer hello --model local/sentiment-en --kubeconfig /no/such/file",
    "--task, models --task dance",
    "--vendor, models --vendor nobody",
    "--kubeconfig, operator --kubeconfig /no/such/file",
    "--kubeconfig, operator",
    "--namespace, operator --namespace",
    "--port, simulator --port 70000",
    "--latency-ms, simulator --latency-ms -5",
    "--answer-tokens, simulator --answer-tokens -5",
    "--wait, demo --wait",
    "NEW, crd diff old.yaml",
    "no-such.yaml, crd diff no-such.yaml no-such.yaml",
    "tell, tell",
  })
  void wrongUsageNamesWhatIsWrong(String named, String arguments) {
    Ran ran = Ran.in(folder, arguments.split(" "));

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines().findFirst().orElse("")).contains(named);
  }

  @Test
  void crdsPrintsWhatIsDeployed() throws IOException {
    Ran ran = Ran.in(folder, "crds");

    assertThat(ran.code()).isZero();
    assertThat(documents(ran.out())).containsExactlyInAnyOrderElementsOf(deployed());
  }

  @Test
  void crdsWritesOneFileForEachKind() throws IOException {
    Ran ran = Ran.in(folder, "crds", "--out", folder.resolve("crds").toString());

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).isEmpty();
    for (Path file :
        List.of(
            Path.of("modelinferencerequests.ai.fairway.dev.yaml"),
            Path.of("modelproviders.ai.fairway.dev.yaml"))) {
      assertThat(folder.resolve("crds").resolve(file)).hasSameTextualContentAs(CRDS.resolve(file));
    }
  }

  private static List<String> deployed() throws IOException {
    List<String> documents = new ArrayList<>();
    try (Stream<Path> files = Files.list(CRDS)) {
      for (Path file : files.toList()) documents.addAll(documents(Files.readString(file)));
    }
    return documents;
  }

  private static List<String> documents(String yaml) {
    return Pattern.compile("(?m)^---\\s*$")
        .splitAsStream(yaml)
        .map(String::strip)
        .filter(document -> !document.isEmpty())
        .toList();
  }

  @Test
  void crdDiffOfEqualFilesFindsNothing() {
    Ran ran = Ran.in(folder, "crd", "diff", CRDS.toString(), CRDS.toString());

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).contains("no differences");
  }

  @Test
  void crdDiffNamesTheFieldThatBreaks() throws IOException {
    Path file = CRDS.resolve("modelproviders.ai.fairway.dev.yaml");
    Path changed = folder.resolve("changed.yaml");
    Files.writeString(
        changed, Files.readString(file).replaceFirst("maxConcurrent:", "concurrent:"));

    Ran ran = Ran.in(folder, "crd", "diff", file.toString(), changed.toString());

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out().lines())
        .anySatisfy(line -> assertThat(line).contains("BREAKING", "spec.limits.maxConcurrent"));
  }

  @Test
  void inferAnswersWithoutACluster() {
    Ran ran = Ran.in(folder, "infer", "I love it", "--model", "local/sentiment-en");

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("positive");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void inferReadsAPicture() {
    Path picture = Path.of("..", "examples", "04-read-text", "receipt.png");
    Ran ran = Ran.in(folder, "infer", "--image", picture.toString(), "--model", "local/ppocr-v4");

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("Harbour Cafe");
  }

  @Test
  void inferPrintsTheStatusAsJson() throws IOException {
    Ran ran = Ran.in(folder, "infer", "I hate it", "--model", "local/sentiment-en", "-o", "json");

    assertThat(ran.code()).as(ran.err()).isZero();
    JsonNode status = JsonMapper.builder().build().readTree(ran.out());
    assertThat(status.at("/inferenceResult").toString()).contains("negative");
    assertThat(status.at("/model/name").asText()).isEqualTo("sentiment-en");
  }

  @Test
  void inferSaysWhichModelsThereAre() {
    Ran ran = Ran.in(folder, "infer", "I love it", "--model", "local/sentiment-xx");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("spec.modelRef.name", "sentiment-xx", "sentiment-en");
  }

  @Test
  void demoShowsFiveRequestsAndWhatBecameOfThem() {
    Ran ran = Ran.in(folder, "demo");

    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out().lines().filter(line -> line.contains("local/sentiment-")))
        .hasSize(5)
        .satisfiesExactly(
            row -> assertThat(row).contains("happy", "True", "positive"),
            row -> assertThat(row).contains("angry", "True", "negative"),
            row -> assertThat(row).contains("unclear", "True", "neutral"),
            row -> assertThat(row).contains("unknown-model", "False", "spec.modelRef.name"),
            row -> assertThat(row).contains("missing-secret", "False", "spec.authSecretRef"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void demoIsQuietWhenAsked() {
    Ran ran = Ran.in(folder, "demo", "--quiet");

    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
  }
}
