package dev.fairway.app;

import dev.fairway.app.Fairway.UsageFailure;
import dev.fairway.app.Terminal.Cell;
import dev.fairway.app.Terminal.Colour;
import dev.fairway.crd.CrdDiff;
import dev.fairway.crd.CrdDocument;
import dev.fairway.crd.Finding;
import dev.fairway.crd.Finding.Level;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "crd",
    mixinStandardHelpOptions = true,
    description = "Works on CustomResourceDefinitions.",
    synopsisSubcommandLabel = "COMMAND")
final class CrdCommand {

  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      description = {
        "Says what a new version of CRDs would break for those who have objects or clients of the old one.",
        "Exit code 1 when something breaks."
      })
  static final class Diff implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "OLD", description = "YAML file, or folder of them.")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "YAML file, or folder of them.")
    private Path after = Path.of("");

    Diff(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      Terminal terminal = shell.terminal();
      List<Finding> findings = CrdDiff.compare(read(before), read(after));
      if (findings.isEmpty()) {
        terminal.print("no differences that matter");
        return 0;
      }
      terminal.table(
          List.of("LEVEL", "CRD", "PATH", "CHANGE", "WHAT TO DO"),
          findings.stream().map(Diff::row).toList());
      return findings.stream().anyMatch(finding -> finding.level() == Level.BREAKING) ? 1 : 0;
    }

    private static List<Cell> row(Finding finding) {
      Colour colour =
          switch (finding.level()) {
            case BREAKING -> Colour.RED;
            case WARNING -> Colour.YELLOW;
            case COMPATIBLE -> Colour.GREEN;
          };
      return List.of(
          new Cell(finding.level().name(), colour),
          Cell.of(finding.crd()),
          Cell.of(finding.path()),
          Cell.of(finding.change()),
          Cell.of(finding.advice()));
    }

    private static List<CrdDocument> read(Path path) {
      List<CrdDocument> documents = new ArrayList<>();
      for (Path file : files(path)) {
        try {
          documents.addAll(CrdDocument.parse(Files.readString(file)));
        } catch (IOException | IllegalArgumentException e) {
          throw new UsageFailure(file + " cannot be read: " + e.getMessage());
        }
      }
      if (documents.isEmpty()) {
        throw new UsageFailure("no CustomResourceDefinition in " + path);
      }
      return documents;
    }

    private static List<Path> files(Path path) {
      if (!Files.isDirectory(path)) {
        return List.of(path);
      }
      try (Stream<Path> files = Files.list(path)) {
        return files.filter(file -> file.toString().matches(".*\\.(ya?ml|json)")).sorted().toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
