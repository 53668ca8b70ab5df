/// Fairway's custom resources, version `v1` of group `ai.fairway.dev`: a class per kind, its spec
/// and status as records that are never changed in place.
///
/// The CRDs under `deploy/crds` and the reference page are generated from these types. Reading
/// tolerates fields of newer versions; free JSON is kept exactly ([FreeJson]). Values are immutable
/// and safe to share between threads; the kind classes themselves (`metadata`, `spec`, `status`)
/// are mutable as fabric8's client demands.
@NullMarked
package dev.fairway.api.v1;

import org.jspecify.annotations.NullMarked;
