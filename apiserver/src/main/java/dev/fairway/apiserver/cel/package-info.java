/// CEL rules on typed plain trees. Entry type: [CelRules]; the schema package describes types with
/// [DeclType] and calls rules on the write path. Only [CelRules] and what it calls load the CEL
/// library, which is large, so a server without rules never pays for it.
@NullMarked
package dev.fairway.apiserver.cel;

import org.jspecify.annotations.NullMarked;
