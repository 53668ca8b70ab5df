/// A deterministic AI provider over HTTP, for tests, demos and benchmarks:
/// [dev.fairway.testing.simulator.Simulator]. It speaks the formats of every
/// [dev.fairway.testing.simulator.Vendor], answers as the text of the request scripts it,
/// misbehaves on demand ([dev.fairway.testing.simulator.Fault]), and keeps a
/// [dev.fairway.testing.simulator.Journal] of what it received. It stands on plain sockets and
/// virtual threads so that every byte can be placed, shares no code with our own dialects so that
/// neither hides the other's faults, and listens on loopback only.
@NullMarked
package dev.fairway.testing.simulator;

import org.jspecify.annotations.NullMarked;
