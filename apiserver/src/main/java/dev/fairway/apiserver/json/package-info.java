/// JSON and YAML as plain trees: maps, lists, strings, longs, doubles, booleans and null.
@NullMarked
package dev.fairway.apiserver.json;

import org.jspecify.annotations.NullMarked;
