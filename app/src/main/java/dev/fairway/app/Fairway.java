package dev.fairway.app;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The program: one executable whose roles run together or apart. Exit codes: 0 done, 1 failed, 2
/// bad usage or configuration.
@Command(
    name = "fairway",
    mixinStandardHelpOptions = true,
    versionProvider = Fairway.Version.class,
    description = "AI inference as a Kubernetes resource and as an API.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nFor developers of Fairway, in its repository:%n",
    footer = {
      "  test            All tests.",
      "  bench           Benchmarks beside their peers.",
      "  catalog-update  Makes the catalog of models anew.",
      "  packs           Fetches the optional model packs; see 'up --packs'.",
      "  reference       Builds the real kube-apiserver for tests.",
      "",
      "Start with: fairway demo"
    })
public final class Fairway {
  private Fairway() {}

  public static void main(String[] arguments) {
    CommandLine program = commandLine(Shell.ofProcess());
    int code = program.execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    System.exit(code);
  }

  static CommandLine commandLine(Shell shell) {
    return new CommandLine(new Fairway())
        .addSubcommand(new DemoCommand(shell))
        .addSubcommand(new UpCommand(shell))
        .addSubcommand(new ApiServerCommand(shell))
        .addSubcommand(new OperatorCommand(shell))
        .addSubcommand(new GatewayCommand(shell))
        .addSubcommand(
            new CommandLine(new KeyCommand()).addSubcommand(new KeyCommand.Create(shell)))
        .addSubcommand(new InferCommand(shell))
        .addSubcommand(new ModelsCommand(shell))
        .addSubcommand(new CrdsCommand(shell))
        .addSubcommand(new CommandLine(new CrdCommand()).addSubcommand(new CrdCommand.Diff(shell)))
        .addSubcommand(new SimulatorCommand(shell))
        .setOut(shell.outWriter())
        .setErr(shell.errWriter())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, command, _) -> {
          shell.terminal().error(message(failure));
          if (shell.variable("FAIRWAY_STACKTRACE").isPresent()) {
            failure.printStackTrace(command.getErr());
          }
          return failure instanceof UsageFailure ? 2 : 1;
        });
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /// What the user gave cannot be used; the message names the option or file and the way out.
  static final class UsageFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageFailure(String message) {
      super(message);
    }
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version =
          Optional.ofNullable(Fairway.class.getPackage().getImplementationVersion())
              .orElse("development");
      return new String[] {"fairway " + version};
    }
  }
}
