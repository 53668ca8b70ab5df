/// A Kubernetes API server as a library; [ApiServer] is its front door. Whoever starts one closes
/// it; several may run side by side in one JVM, and any thread may call. Packages form a one-way
/// list: `http` hands requests to `pipeline`, which uses `access` and `apply`, these use `schema`
/// and `types`; `store` holds the objects and `collect` the controllers. It never reads the
/// environment, installs no shutdown hook, and writes nothing outside the data folder it is given.
@NullMarked
package dev.fairway.apiserver;

import org.jspecify.annotations.NullMarked;
