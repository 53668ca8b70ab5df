/// The controller of ModelInferenceRequest. [InferenceReconciler] looks, asks [InferencePlan], acts
/// and reports; calls run beside it in [Calls]. A call is made only after its claim stands in
/// status.
@NullMarked
package dev.fairway.operator.inference;

import org.jspecify.annotations.NullMarked;
