package dev.fairway.app;

import dev.fairway.api.v1.Kinds;
import dev.fairway.crd.CrdDocument;
import dev.fairway.crd.CrdGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "crds",
    mixinStandardHelpOptions = true,
    description = "Prints Fairway's CustomResourceDefinitions: fairway crds | kubectl apply -f -")
final class CrdsCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write one file for each kind into this folder instead.")
  private @Nullable Path out;

  CrdsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Terminal terminal = shell.terminal();
    List<CrdDocument> documents = documents();
    Path folder = out;
    if (folder == null) {
      terminal.print(CrdGenerator.toYaml(documents).stripTrailing());
      return 0;
    }
    Files.createDirectories(folder);
    for (CrdDocument document : documents) {
      Path file = folder.resolve(document.name() + ".yaml");
      Files.writeString(file, document.toYaml());
      terminal.progress("wrote " + file);
    }
    return 0;
  }

  static List<CrdDocument> documents() {
    return CrdGenerator.strict().generate(Kinds.all().toArray(Class<?>[]::new));
  }
}
