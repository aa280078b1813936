package org.sceneremix.viewer.cli;

import picocli.CommandLine.Option;

/** {@code --seed N}. */
final class SeedOption {

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of chance; the same seed gives the same result (${DEFAULT-VALUE}).")
  private long seed;

  long seed() {
    return seed;
  }
}
