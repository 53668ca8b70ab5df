/// What Fairway's own tests, and yours, stand on: a Kubernetes API for a test class
/// ([FairwayCluster]), waiting without sleeping ([Awaits]) and folders of cases ([Cases]). JUnit is
/// the only caller; nothing here runs in production. The simulator of AI providers lives in the
/// package below.
@NullMarked
package dev.fairway.testing;

import org.jspecify.annotations.NullMarked;
