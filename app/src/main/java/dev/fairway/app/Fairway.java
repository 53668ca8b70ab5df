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
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      ApiServerCommand.class,
      OperatorCommand.class,
      InferCommand.class,
      CrdsCommand.class,
      CrdCommand.class,
      SimulatorCommand.class,
    },
    footerHeading = "%nFor developers of Fairway, in its repository:%n",
    footer = {
      "  test         All tests.",
      "  bench        Benchmarks beside their peers.",
      "  reference    Builds the real kube-apiserver for tests.",
      "",
      "Start with: fairway demo"
    })
public final class Fairway {
  private Fairway() {}

  public static void main(String[] arguments) {
    int code = commandLine().execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    System.exit(code);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Fairway())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, command, _) -> {
          Terminal.ofProcess(false).error(message(failure));
          if (System.getenv("FAIRWAY_STACKTRACE") != null) {
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
