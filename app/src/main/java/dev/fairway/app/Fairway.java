package dev.fairway.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The program: one executable whose roles run together or apart.
@Command(
    name = "fairway",
    mixinStandardHelpOptions = true,
    description = "AI inference as a Kubernetes resource and as an API.")
public final class Fairway {
  private Fairway() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Fairway()).execute(arguments));
  }
}
