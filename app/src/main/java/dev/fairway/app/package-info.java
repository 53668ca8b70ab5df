/// The program: one class per command, [Wiring] as the composition root, [Lifecycle] as the owner
/// of what a command opened. Only this module reads the environment, installs a shutdown hook or
/// ends the JVM. It decides nothing about requests or models; that is what the other modules are
/// for.
@NullMarked
package dev.fairway.app;

import org.jspecify.annotations.NullMarked;
