package dev.fairway.testing;

import static org.assertj.core.api.Assertions.assertThat;

/// `kubectl get`, `describe`, `wait` and `events`.
@FairwayCluster(crds = "src/test/resources/kubectl/gadgets.yaml")
class KubectlReadTest {
  private static final String GADGETS =
      """
      apiVersion: kubectl.fairway.dev/v1
      kind: Gadget
      metadata: {name: desk, labels: {room: study}}
      spec: {color: blue, replicas: 2, note: old}
      ---
      apiVersion: kubectl.fairway.dev/v1
      kind: Gadget
      metadata: {name: lamp, labels: {room: hall}}
      spec: {color: red, note: new}
      """;

  @EachKubectl
  void printsTheColumnsOfTheDefinition(Kubectl kubectl) {
    kubectl.apply(GADGETS);
    assertThat(table(kubectl, "get gadgets"))
        .isEqualTo(
            """
            NAME COLOR REPLICAS AGE
            desk blue 2 0s
            lamp red 1 0s
            """);
    assertThat(table(kubectl, "get gg -o wide"))
        .isEqualTo(
            """
            NAME COLOR REPLICAS NOTE AGE
            desk blue 2 old 0s
            lamp red 1 new 0s
            """);
    assertThat(table(kubectl, "get gadget.kubectl.fairway.dev lamp --show-labels"))
        .isEqualTo(
            """
            NAME COLOR REPLICAS AGE LABELS
            lamp red 1 0s room=hall
            """);
  }

  @EachKubectl
  void printsTheColumnsOfBuiltInKinds(Kubectl kubectl) {
    kubectl.ok("create configmap one --from-literal=a=1");
    kubectl.ok("create secret generic two --from-literal=a=1");
    assertThat(table(kubectl, "get configmap one")).isEqualTo("NAME DATA AGE\none 1 0s\n");
    assertThat(table(kubectl, "get secret two")).isEqualTo("NAME TYPE DATA AGE\ntwo Opaque 1 0s\n");
    assertThat(table(kubectl, "get namespace " + kubectl.namespace()))
        .isEqualTo("NAME STATUS AGE\n" + kubectl.namespace() + " Active 0s\n");
    assertThat(kubectl.ok("get crd gadgets.kubectl.fairway.dev")).startsWith("NAME ");
  }

  @EachKubectl
  void printsSeveralKindsAndCategories(Kubectl kubectl) {
    kubectl.apply(GADGETS);
    kubectl.ok("create configmap one");
    assertThat(kubectl.ok("get gadget/lamp configmap/one -o name"))
        .isEqualTo("gadget.kubectl.fairway.dev/lamp\nconfigmap/one\n");
    assertThat(kubectl.ok("get tools -o name"))
        .isEqualTo("gadget.kubectl.fairway.dev/desk\ngadget.kubectl.fairway.dev/lamp\n");
    assertThat(table(kubectl, "get gadgets,secrets"))
        .contains("NAME COLOR REPLICAS AGE\n", "desk blue 2 0s");
  }

  @EachKubectl
  void printsYamlJsonAndTemplates(Kubectl kubectl) {
    kubectl.apply(GADGETS);
    assertThat(kubectl.ok("get gadget lamp -o yaml"))
        .startsWith("apiVersion: kubectl.fairway.dev/v1\nkind: Gadget\nmetadata:\n")
        .endsWith("spec:\n  color: red\n  note: new\n  replicas: 1\n")
        .doesNotContain("managedFields");
    assertThat(kubectl.ok("get gadget lamp -o json")).contains("\"color\": \"red\"");
    assertThat(kubectl.ok("get gadgets -o", "jsonpath={range .items[*]}{.spec.color}{';'}{end}"))
        .isEqualTo("blue;red;");
    assertThat(kubectl.ok("get gadgets -o custom-columns=C:.spec.color"))
        .isEqualTo("C\nblue\nred\n");
    assertThat(kubectl.ok("get gadgets -o", "go-template={{len .items}}")).isEqualTo("2");
  }

  @EachKubectl
  void selectsByLabel(Kubectl kubectl) {
    kubectl.apply(GADGETS);
    assertThat(kubectl.ok("get gadgets -o name -l room=hall")).isEqualTo(named("lamp"));
    assertThat(kubectl.ok("get gadgets -o name -l room!=hall")).isEqualTo(named("desk"));
    assertThat(kubectl.ok("get gadgets -o name -l", "room in (hall, attic)"))
        .isEqualTo(named("lamp"));
    assertThat(kubectl.ok("get gadgets -o name -l !room")).isEmpty();
    assertThat(kubectl.refused("get gadgets -l", "room in hall")).contains("unable to parse");
  }

  @EachKubectl
  void selectsByField(Kubectl kubectl) {
    kubectl.apply(GADGETS);
    assertThat(kubectl.ok("get gadgets -o name --field-selector spec.color=red"))
        .isEqualTo(named("lamp"));
    assertThat(kubectl.ok("get gadgets -o name --field-selector metadata.name!=lamp"))
        .isEqualTo(named("desk"));
    assertThat(kubectl.refused("get gadgets --field-selector spec.note=new"))
        .isEqualTo(
            "Error from server (BadRequest): Unable to find \"kubectl.fairway.dev/v1,"
                + " Resource=gadgets\" that match label selector \"\", field selector"
                + " \"spec.note=new\": field label not supported: spec.note\n");
  }

  @EachKubectl
  void sortsPagesAndLooksIntoAllNamespaces(Kubectl kubectl) {
    kubectl.apply(GADGETS);
    assertThat(kubectl.ok("get gadgets -o name --sort-by=.spec.replicas"))
        .isEqualTo(named("lamp") + named("desk"));
    assertThat(kubectl.ok("get gadgets -o name --chunk-size=1"))
        .isEqualTo(named("desk") + named("lamp"));
    String all = "get gadgets -A --field-selector metadata.namespace=" + kubectl.namespace();
    assertThat(table(kubectl, all)).startsWith("NAMESPACE NAME COLOR REPLICAS AGE\n");
    assertThat(kubectl.ok(all + " -o name")).isEqualTo(named("desk") + named("lamp"));
  }

  @EachKubectl
  void saysWhatIsNotThere(Kubectl kubectl) {
    assertThat(kubectl.refused("get configmap missing"))
        .isEqualTo("Error from server (NotFound): configmaps \"missing\" not found\n");
    assertThat(kubectl.refused("get gadget missing"))
        .isEqualTo(
            "Error from server (NotFound): gadgets.kubectl.fairway.dev \"missing\" not found\n");
    assertThat(kubectl.refused("get nonsense"))
        .isEqualTo("error: the server doesn't have a resource type \"nonsense\"\n");
    assertThat(kubectl.ok("get configmap missing --ignore-not-found")).isEmpty();
    assertThat(kubectl.run("get secrets").succeeded().err())
        .isEqualTo("No resources found in " + kubectl.namespace() + " namespace.\n");
  }

  @EachKubectl
  void seesChangesWhileItWatches(Kubectl kubectl) {
    kubectl.apply(GADGETS);
    try (RunningKubectl watch = kubectl.start("get gadgets -w --output-watch-events")) {
      watch.awaitOutput("lamp");
      kubectl.ok("patch gadget lamp --type=merge -p", "{\"spec\":{\"color\":\"green\"}}");
      watch.awaitOutput("green");
      kubectl.ok("delete gadget lamp");
      watch.awaitOutput("DELETED");
    }
  }

  @EachKubectl
  void describesAnObjectWithItsEvents(Kubectl kubectl) {
    kubectl.apply(GADGETS);
    String uid = kubectl.ok("get gadget lamp -o jsonpath={.metadata.uid}");
    kubectl.write("event.yaml", event(kubectl.namespace(), uid));
    kubectl.ok("create -f event.yaml");
    assertThat(squeezed(kubectl.ok("describe gadget lamp")))
        .contains("Name: lamp\n", "Labels: room=hall\n", "Spec:\n Color: red\n", " Replicas: 1\n")
        .contains("Events:\n Type Reason Age From Message\n")
        .containsPattern(" Normal Painted .* painter It is red now\n");
  }

  @EachKubectl
  void listsEvents(Kubectl kubectl) {
    kubectl.write("event.yaml", event(kubectl.namespace(), "1"));
    kubectl.ok("create -f event.yaml");
    assertThat(squeezed(kubectl.ok("get events")))
        .startsWith("LAST SEEN TYPE REASON OBJECT MESSAGE\n")
        .containsPattern("Normal Painted gadget/lamp It is red now\n");
    assertThat(squeezed(kubectl.ok("get events -o wide")))
        .startsWith(
            "LAST SEEN TYPE REASON OBJECT SUBOBJECT SOURCE MESSAGE FIRST SEEN COUNT NAME\n");
    assertThat(
            kubectl.ok(
                "get events -o name --field-selector involvedObject.name=lamp,reason=Painted"))
        .isEqualTo("event/lamp.1\n");
    assertThat(kubectl.ok("events --for gadget/lamp")).contains("It is red now");
  }

  @EachKubectl
  void describesBuiltInKinds(Kubectl kubectl) {
    kubectl.ok("create configmap one --from-literal=a=1");
    assertThat(squeezed(kubectl.ok("describe configmap one")))
        .contains("Data\n====\na:\n----\n1\n", "Events: <none>");
    kubectl.ok("create secret generic two --from-literal=a=hidden");
    assertThat(squeezed(kubectl.ok("describe secret two")))
        .contains("Type: Opaque\n", "a: 6 bytes")
        .doesNotContain("hidden");
    assertThat(squeezed(kubectl.ok("describe namespace " + kubectl.namespace())))
        .contains("Status: Active\n");
    assertThat(squeezed(kubectl.ok("describe crd gadgets.kubectl.fairway.dev")))
        .contains(" Reason: NoConflicts\n Status: True\n Type: NamesAccepted\n");
  }

  @EachKubectl
  void waitsForAConditionThatArrives(Kubectl kubectl) {
    kubectl.apply(GADGETS);
    try (RunningKubectl ready =
            kubectl.start("wait --for=condition=Ready gadget/lamp --timeout=50s");
        RunningKubectl phase =
            kubectl.start("wait --for=jsonpath={.status.phase}=Done gadget/lamp --timeout=50s")) {
      kubectl.ok(
          "patch gadget lamp --subresource=status --type=merge -p",
          """
          {"status":{"phase":"Done","conditions":[{"type":"Ready","status":"True"}]}}\
          """);
      for (RunningKubectl wait : new RunningKubectl[] {ready, phase}) {
        assertThat(wait.await().succeeded().out())
            .isEqualTo("gadget.kubectl.fairway.dev/lamp condition met\n");
      }
    }
  }

  @EachKubectl
  void waitsForADeletionAndGivesUpOnTime(Kubectl kubectl) {
    kubectl.apply(GADGETS);
    assertThat(kubectl.refused("wait --for=condition=Ready gadget/lamp --timeout=1s"))
        .isEqualTo("error: timed out waiting for the condition on gadgets/lamp\n");
    try (RunningKubectl wait = kubectl.start("wait --for=delete gadget/lamp --timeout=50s")) {
      kubectl.ok("delete gadget lamp");
      wait.await().succeeded();
    }
  }

  private static String event(String namespace, String uid) {
    return """
    apiVersion: v1
    kind: Event
    metadata: {name: lamp.1}
    involvedObject: {apiVersion: kubectl.fairway.dev/v1, kind: Gadget, name: lamp, namespace: %s, uid: "%s"}
    reason: Painted
    message: It is red now
    type: Normal
    count: 2
    firstTimestamp: "2026-01-01T00:00:00Z"
    lastTimestamp: "2026-01-01T00:00:00Z"
    source: {component: painter}
    """
        .formatted(namespace, uid);
  }

  private static String named(String gadget) {
    return "gadget.kubectl.fairway.dev/" + gadget + "\n";
  }

  /// With single spaces, and every age 0s.
  private static String table(Kubectl kubectl, String line) {
    return squeezed(kubectl.ok(line)).replaceAll("(?<= )\\d+m?\\d*s(?=[ \n])", "0s");
  }

  private static String squeezed(String text) {
    return text.replaceAll("[ \t]+", " ").replace(" \n", "\n");
  }
}
