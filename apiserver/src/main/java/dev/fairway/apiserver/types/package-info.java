/// The built-in kinds of Kubernetes as a table: fields with their protobuf numbers, list types,
/// merge keys. The table is data (`kubernetes.txt`, printed by `testing/reference/tables` from the
/// Go types of the pinned release); this package reads it, decodes protobuf bodies by it, and
/// answers what merging, checking and OpenAPI documents need. It never does I/O beyond reading that
/// resource.
@NullMarked
package dev.fairway.apiserver.types;

import org.jspecify.annotations.NullMarked;
