/// Fairway beside its peers: what `./fairway bench` runs. Servers are processes of their own,
/// started as a user starts them; the load comes from this JVM through a client that costs little,
/// the same for every server. Rounds of the servers alternate, and only medians of one run on one
/// machine are compared. Nothing here is published.
@NullMarked
package dev.fairway.benchmarks;

import org.jspecify.annotations.NullMarked;
