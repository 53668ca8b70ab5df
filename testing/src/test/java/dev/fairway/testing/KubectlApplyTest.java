package dev.fairway.testing;

import static org.assertj.core.api.Assertions.assertThat;

/// `kubectl apply` in both its forms, with `diff`: what it says is what the server answered.
@FairwayCluster(crds = "src/test/resources/kubectl/gadgets.yaml")
class KubectlApplyTest {
  private static final String PAINT =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: paint, labels: {app: shop}}
      data: {base: white, tone: warm}
      """;
  private static final String GADGET =
      """
      apiVersion: kubectl.fairway.dev/v1
      kind: Gadget
      metadata: {name: lamp}
      spec: {color: red, parts: [{name: bulb, size: 1}]}
      """;

  @EachKubectl
  void createsThenLeavesThenConfigures(Kubectl kubectl) {
    assertThat(kubectl.apply(PAINT)).isEqualTo("configmap/paint created\n");
    assertThat(kubectl.apply(PAINT)).isEqualTo("configmap/paint unchanged\n");
    assertThat(kubectl.apply(PAINT.replace("white", "black")))
        .isEqualTo("configmap/paint configured\n");
  }

  @EachKubectl
  void leavesACustomResourceWithDefaultsUnchanged(Kubectl kubectl) {
    assertThat(kubectl.apply(GADGET)).isEqualTo("gadget.kubectl.fairway.dev/lamp created\n");
    assertThat(kubectl.apply(GADGET)).isEqualTo("gadget.kubectl.fairway.dev/lamp unchanged\n");
  }

  @EachKubectl
  void removesWhatTheManifestDroppedAndKeepsWhatOthersAdded(Kubectl kubectl) {
    kubectl.apply(PAINT);
    kubectl.ok("patch configmap paint -p", "{\"data\":{\"added\":\"by hand\"}}");
    kubectl.apply(PAINT.replace(", tone: warm", ""));
    assertThat(kubectl.ok("get configmap paint -o jsonpath={.data}"))
        .isEqualTo("{\"added\":\"by hand\",\"base\":\"white\"}");
  }

  @EachKubectl
  void warnsWhenTheObjectWasNotApplied(Kubectl kubectl) {
    kubectl.ok("create configmap paint");
    KubectlRun run = kubectl.run("apply -f " + kubectl.write("paint.yaml", PAINT)).succeeded();
    assertThat(run.err()).contains("configmaps/paint is missing the", "last-applied-configuration");
    assertThat(run.out()).isEqualTo("configmap/paint configured\n");
  }

  @EachKubectl
  void doesNothingInADryRun(Kubectl kubectl) {
    assertThat(kubectl.apply(PAINT, "--dry-run=server"))
        .isEqualTo("configmap/paint created (server dry run)\n");
    assertThat(kubectl.apply(GADGET, "--server-side", "--dry-run=server"))
        .isEqualTo("gadget.kubectl.fairway.dev/lamp serverside-applied (server dry run)\n");
    assertThat(kubectl.refused("get configmap paint")).contains("NotFound");
  }

  @EachKubectl
  void appliesOnTheServerSideTwice(Kubectl kubectl) {
    for (int i = 0; i < 2; i++) {
      assertThat(kubectl.apply(PAINT + "---\n" + GADGET, "--server-side"))
          .isEqualTo(
              """
              configmap/paint serverside-applied
              gadget.kubectl.fairway.dev/lamp serverside-applied
              """);
    }
    assertThat(
            kubectl.ok(
                "get gadget lamp --show-managed-fields -o",
                "jsonpath={.metadata.managedFields[*]['manager','operation']}"))
        .isEqualTo("kubectl Apply");
  }

  @EachKubectl
  void namesTheFieldsOfAConflictAndForcesThem(Kubectl kubectl) {
    kubectl.apply(PAINT, "--server-side");
    String file = kubectl.write("other.yaml", PAINT.replace("white", "black")).toString();
    String other = "apply --server-side --field-manager=other -f " + file;
    assertThat(kubectl.refused(other))
        .startsWith(
            "error: Apply failed with 1 conflict: conflict with \"kubectl\": .data.base\n"
                + "Please review the fields above");
    assertThat(kubectl.ok(other + " --force-conflicts"))
        .isEqualTo("configmap/paint serverside-applied\n");
    assertThat(kubectl.ok("get configmap paint -o jsonpath={.data.base}")).isEqualTo("black");
  }

  @EachKubectl
  void namesEveryFieldOfSeveralConflicts(Kubectl kubectl) {
    kubectl.apply(GADGET, "--server-side");
    String changed = GADGET.replace("red", "blue").replace("size: 1", "size: 2");
    String file = kubectl.write("other.yaml", changed).toString();
    assertThat(kubectl.refused("apply --server-side --field-manager=other -f " + file))
        .startsWith(
            """
            error: Apply failed with 2 conflicts: conflicts with "kubectl":
            - .spec.color
            - .spec.parts[name="bulb"].size
            """);
  }

  @EachKubectl
  void takesOverFromClientSideApplyWithoutConflict(Kubectl kubectl) {
    kubectl.apply(PAINT);
    kubectl.apply(PAINT.replace("white", "black"), "--server-side");
    assertThat(
            kubectl.ok(
                "get configmap paint --show-managed-fields -o",
                "jsonpath={.metadata.managedFields[*]['manager','operation']}"))
        .isEqualTo("kubectl-last-applied kubectl Apply Apply");
    assertThat(kubectl.ok("get configmap paint -o jsonpath={.data.base}")).isEqualTo("black");
    assertThat(kubectl.ok("apply view-last-applied configmap paint")).contains("base: black");
  }

  @EachKubectl
  void showsTheDifferenceAndNothingWhenThereIsNone(Kubectl kubectl) {
    kubectl.apply(PAINT);
    assertThat(kubectl.ok("diff -f manifest.yaml")).isEmpty();
    kubectl.write("changed.yaml", PAINT.replace("white", "black"));
    assertThat(kubectl.run("diff -f changed.yaml").failed().out())
        .contains("\n-  base: white\n+  base: black\n   tone: warm\n");
    assertThat(kubectl.ok("get configmap paint -o jsonpath={.data.base}")).isEqualTo("white");
  }

  @EachKubectl
  void showsTheDifferenceOfServerSideApply(Kubectl kubectl) {
    kubectl.apply(GADGET, "--server-side");
    assertThat(kubectl.ok("diff --server-side -f manifest.yaml")).isEmpty();
    kubectl.write("changed.yaml", GADGET.replace("red", "blue"));
    assertThat(kubectl.run("diff --server-side -f changed.yaml").failed().out())
        .contains("\n-  color: red\n+  color: blue\n");
  }

  @EachKubectl
  void prunesWhatTheManifestsNoLongerHold(Kubectl kubectl) {
    kubectl.apply(PAINT.replace("paint", "first"));
    assertThat(
            kubectl.apply(
                PAINT.replace("paint", "second"),
                "--prune",
                "-l",
                "app=shop",
                "--prune-allowlist=core/v1/ConfigMap"))
        .isEqualTo("configmap/second created\nconfigmap/first pruned\n");
  }

  @EachKubectl
  void carriesAnObjectOfNinehundredKibibytes(Kubectl kubectl) {
    String large = PAINT + "binaryData: {}\nimmutable: false\n";
    large = large.replace("warm", "x".repeat(900 * 1024));
    assertThat(kubectl.apply(large, "--server-side"))
        .isEqualTo("configmap/paint serverside-applied\n");
    assertThat(kubectl.ok("get configmap paint -o jsonpath={.data.tone}")).hasSize(900 * 1024);
    assertThat(kubectl.refused("apply -f manifest.yaml"))
        .contains(
            "The ConfigMap \"paint\" is invalid: metadata.annotations: Too long: may not be more"
                + " than 262144 bytes");
  }

  @EachKubectl
  void refusesAnObjectOfMoreThanAMebibyte(Kubectl kubectl) {
    kubectl.write("large.yaml", PAINT.replace("warm", "x".repeat(1100 * 1024)));
    assertThat(kubectl.refused("create -f large.yaml"))
        .isEqualTo(
            "The ConfigMap \"paint\" is invalid: []: Too long: may not be more than 1048576"
                + " bytes\n");
  }
}
