/// Java types to CustomResourceDefinitions. [CrdGenerator] walks the records and beans of a kind
/// and reads fabric8's annotations, Jackson's and the few here; [CrdDiff] says whether a change of
/// a CRD breaks someone. Both are pure functions, safe on any thread, used at build time and by the
/// commands `fairway crds` and `fairway crd diff`. Nothing here talks to a cluster.
@NullMarked
package dev.fairway.crd;

import org.jspecify.annotations.NullMarked;
