package dev.fairway.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test that runs once with each kubectl of this machine: the one beside the reference
/// kube-apiserver and the one on the PATH. It takes a [Kubectl] and belongs into a class with
/// [FairwayCluster].
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(KubectlBinaries.class)
@interface EachKubectl {}
