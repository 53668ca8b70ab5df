package dev.fairway.inference.onnx;

/// A file of a pack and the SHA-256 it must have.
///
/// @param onClassPath named from the root of the class path (a jar that brings weights), instead of
///   beside `pack.yaml`
record PackFile(String name, boolean onClassPath, String sha256) {}
