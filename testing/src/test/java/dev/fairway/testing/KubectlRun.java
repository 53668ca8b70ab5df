package dev.fairway.testing;

import static org.assertj.core.api.Assertions.assertThat;

/// What a kubectl that has ended leaves: its exit code and what it wrote.
record KubectlRun(String line, int exit, String out, String err) {

  KubectlRun succeeded() {
    assertThat(exit).as("exit code of %s", this).isZero();
    return this;
  }

  KubectlRun failed() {
    assertThat(exit).as("exit code of %s", this).isEqualTo(1);
    return this;
  }

  @Override
  public String toString() {
    return "kubectl %s -> %d%n%s%s".formatted(line, exit, out, err);
  }
}
