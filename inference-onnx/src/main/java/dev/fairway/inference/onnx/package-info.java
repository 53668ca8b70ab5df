@NullMarked
package dev.fairway.inference.onnx;

import org.jspecify.annotations.NullMarked;
