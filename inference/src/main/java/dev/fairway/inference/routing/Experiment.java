package dev.fairway.inference.routing;

/// Keeps each subject (a key, a header's value, a user) at one target, by weight.
///
/// The assignment is weighted rendezvous hashing, so it needs no memory, is the same in every
/// process, and a change of one weight or the loss of one target moves only subjects to or from
/// that target. It can be computed elsewhere: `s` = FNV-1a (64 bit) of the UTF-8 bytes of the
/// experiment's name, a zero byte and the subject; `h` = SplitMix64's finalizer of (`s` xor FNV-1a
/// of the target's id); `u` = ((`h` >>> 11) + 0.5) / 2^53; the target with the greatest `-weight /
/// ln(u)` has the subject. Subjects of two experiments are assigned independently.
public record Experiment(String name) {
  public Experiment {
    if (name.isBlank()) {
      throw new IllegalArgumentException("experiment.name must not be blank");
    }
  }
}
