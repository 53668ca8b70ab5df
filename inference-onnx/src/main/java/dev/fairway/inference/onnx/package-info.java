/// Models that run in this process on ONNX Runtime. [LocalModels] is the only public type: it opens
/// packs on first use and hands out chat and embedding models. Callers wait on their own (virtual)
/// threads while a few platform threads do the native runs. Nothing here reads the environment or
/// the network; close it before the JVM ends.
@NullMarked
package dev.fairway.inference.onnx;

import org.jspecify.annotations.NullMarked;
