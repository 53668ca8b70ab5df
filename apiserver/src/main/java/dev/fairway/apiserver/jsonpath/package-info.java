/// The JSONPath dialect of kubectl, as printer columns use it: one expression, evaluated on a plain
/// tree. Entry type: [JsonPath].
@NullMarked
package dev.fairway.apiserver.jsonpath;

import org.jspecify.annotations.NullMarked;
