/// Makes the catalog's data from public packages: a tool for developers (`./fairway
/// catalog-update`), not part of the program. [dev.fairway.inference.catalog.maker.CatalogMaker] is
/// its story; one class reads each source.
@NullMarked
package dev.fairway.inference.catalog.maker;

import org.jspecify.annotations.NullMarked;
