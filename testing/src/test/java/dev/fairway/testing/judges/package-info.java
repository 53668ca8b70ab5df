/// Outside judges of what we say on the wire: the types of the official SDKs as JSON Schemas, the
/// SDKs themselves as clients of a server made of our dialects, and test doubles of providers that
/// our transport calls. None of them is part of the product.
@NullMarked
package dev.fairway.testing.judges;

import org.jspecify.annotations.NullMarked;
