package dev.fairway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.apiserver.access.KeyedCertificate;
import dev.fairway.apiserver.access.Pem;
import dev.fairway.apiserver.access.Pki;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// `kubectl create`, `edit`, `patch`, `label`, `annotate`, `scale`, `replace` and `delete`.
@FairwayCluster(crds = "src/test/resources/kubectl/gadgets.yaml")
class KubectlWriteTest {
  private static final String GADGET =
      """
      apiVersion: kubectl.fairway.dev/v1
      kind: Gadget
      metadata: {name: lamp}
      spec: {color: red}
      """;

  @EachKubectl
  void editsWithAnEditor(Kubectl kubectl) {
    kubectl.apply(GADGET);
    assertThat(edit(kubectl, "sed -i s/red/blue/").succeeded().out())
        .isEqualTo("gadget.kubectl.fairway.dev/lamp edited\n");
    assertThat(kubectl.ok("get gadget lamp -o jsonpath={.spec.color}")).isEqualTo("blue");
    assertThat(edit(kubectl, "true").succeeded().err())
        .isEqualTo("Edit cancelled, no changes made.\n");
  }

  @EachKubectl
  void showsTheEditorWhyAnEditIsInvalid(Kubectl kubectl) {
    kubectl.apply(GADGET);
    assertThat(edit(kubectl, "sed -i 's/color: red/color: pink/'").failed().err())
        .startsWith("error: gadgets.kubectl.fairway.dev \"lamp\" is invalid\n");
    assertThat(kubectl.ok("get gadget lamp -o jsonpath={.spec.color}")).isEqualTo("red");
  }

  private static KubectlRun edit(Kubectl kubectl, String editor) {
    return kubectl
        .start(
            Map.of("KUBE_EDITOR", editor, "TMPDIR", kubectl.folder().toString()),
            "edit gadget lamp")
        .await();
  }

  @EachKubectl
  void patchesInThreeWays(Kubectl kubectl) {
    kubectl.ok("create configmap paint --from-literal=base=white");
    assertThat(kubectl.ok("patch configmap paint -p", "{\"data\":{\"tone\":\"warm\"}}"))
        .isEqualTo("configmap/paint patched\n");
    assertThat(kubectl.ok("patch configmap paint -p", "{\"data\":{\"tone\":\"warm\"}}"))
        .isEqualTo("configmap/paint patched (no change)\n");
    kubectl.ok("patch configmap paint --type=merge -p", "{\"data\":{\"base\":null}}");
    kubectl.ok(
        "patch configmap paint --type=json -p",
        "[{\"op\":\"add\",\"path\":\"/data/gloss\",\"value\":\"high\"}]");
    assertThat(kubectl.ok("get configmap paint -o jsonpath={.data}"))
        .isEqualTo("{\"gloss\":\"high\",\"tone\":\"warm\"}");
  }

  @EachKubectl
  void saysWhyAPatchIsRefused(Kubectl kubectl) {
    kubectl.apply(GADGET);
    kubectl.ok("create configmap paint --from-literal=base=white");
    assertThat(kubectl.refused("patch gadget lamp -p", "{\"spec\":{\"color\":\"blue\"}}"))
        .startsWith(
            "error: application/strategic-merge-patch+json is not supported by"
                + " kubectl.fairway.dev/v1, Kind=Gadget: the body of the request was in an unknown"
                + " format - accepted media types include: application/json-patch+json,"
                + " application/merge-patch+json, application/apply-patch+");
    assertThat(
            kubectl.refused("patch gadget lamp --type=merge -p", "{\"spec\":{\"color\":\"pink\"}}"))
        .isEqualTo(
            "The Gadget \"lamp\" is invalid: spec.color: Unsupported value: \"pink\": supported"
                + " values: \"red\", \"green\", \"blue\"\n");
    assertThat(
            kubectl.refused(
                "patch gadget lamp --type=json -p",
                "[{\"op\":\"test\",\"path\":\"/spec/color\",\"value\":\"blue\"}]"))
        .isEqualTo(
            "The request is invalid: the server rejected our request due to an error in our"
                + " request\n");
    assertThat(kubectl.refused("patch configmap paint -p", "{\"data\":{\"tone\":5}}"))
        .startsWith("The request is invalid: patch: Invalid value: ");
  }

  @EachKubectl
  void labelsAndAnnotates(Kubectl kubectl) {
    kubectl.apply(GADGET);
    assertThat(kubectl.ok("label gadget lamp room=hall"))
        .isEqualTo("gadget.kubectl.fairway.dev/lamp labeled\n");
    assertThat(kubectl.ok("label gadget lamp room=hall"))
        .isEqualTo("gadget.kubectl.fairway.dev/lamp not labeled\n");
    assertThat(kubectl.refused("label gadget lamp room=study"))
        .isEqualTo("error: 'room' already has a value (hall), and --overwrite is false\n");
    assertThat(kubectl.ok("label gadgets --all room=study --overwrite"))
        .isEqualTo("gadget.kubectl.fairway.dev/lamp labeled\n");
    assertThat(kubectl.ok("label gadget lamp room-"))
        .isEqualTo("gadget.kubectl.fairway.dev/lamp unlabeled\n");
    assertThat(kubectl.ok("annotate gadget lamp note=bright"))
        .isEqualTo("gadget.kubectl.fairway.dev/lamp annotated\n");
    assertThat(kubectl.ok("get gadget lamp -o jsonpath={.metadata['labels','annotations'].note}"))
        .isEqualTo("bright");
  }

  @EachKubectl
  void scalesByTheSubresource(Kubectl kubectl) {
    kubectl.apply(GADGET);
    assertThat(kubectl.ok("scale gadget lamp --replicas=3"))
        .isEqualTo("gadget.kubectl.fairway.dev/lamp scaled\n");
    assertThat(
            kubectl.ok(
                "get gadget lamp --subresource=scale -o",
                "jsonpath={.apiVersion} {.kind} {.spec.replicas} {.status.replicas}"))
        .isEqualTo("autoscaling/v1 Scale 3 0");
  }

  @EachKubectl
  void replacesUnlessSomebodyWasFaster(Kubectl kubectl) {
    kubectl.ok("create configmap paint --from-literal=base=white");
    kubectl.write("read.yaml", kubectl.ok("get configmap paint -o yaml"));
    assertThat(kubectl.ok("replace -f read.yaml")).isEqualTo("configmap/paint replaced\n");
    kubectl.ok("label configmap paint room=hall");
    assertThat(kubectl.refused("replace -f read.yaml"))
        .isEqualTo(
            "Error from server (Conflict): error when replacing \"read.yaml\": Operation cannot be"
                + " fulfilled on configmaps \"paint\": the object has been modified; please apply"
                + " your changes to the latest version and try again\n");
    assertThat(kubectl.ok("replace --force -f read.yaml")).endsWith("configmap/paint replaced\n");
  }

  @EachKubectl
  void createsNamesFromAPrefix(Kubectl kubectl) {
    kubectl.write("gen.yaml", GADGET.replace("name: lamp", "generateName: lamp-"));
    assertThat(kubectl.ok("create -f gen.yaml"))
        .matches("gadget\\.kubectl\\.fairway\\.dev/lamp-[a-z0-9]{5} created\n");
  }

  @EachKubectl
  void refusesToCreateTwice(Kubectl kubectl) {
    kubectl.ok("create configmap paint");
    assertThat(kubectl.refused("create configmap paint"))
        .isEqualTo("error: failed to create configmap: configmaps \"paint\" already exists\n");
    assertThat(kubectl.refused("create configmap paint --namespace=absent"))
        .contains("namespaces \"absent\" not found");
  }

  @EachKubectl
  void createsConfigMapsFromLiteralsAndFiles(Kubectl kubectl) {
    kubectl.write("file.txt", "hello\n");
    kubectl.write("values.env", "k=v\nx=y\n");
    kubectl.ok("create configmap one --from-literal=a=b --from-file=file.txt");
    kubectl.ok("create configmap two --from-env-file=values.env");
    assertThat(kubectl.ok("get configmap one -o jsonpath={.data}"))
        .isEqualTo("{\"a\":\"b\",\"file.txt\":\"hello\\n\"}");
    assertThat(kubectl.ok("get configmap two -o jsonpath={.data}"))
        .isEqualTo("{\"k\":\"v\",\"x\":\"y\"}");
  }

  @EachKubectl
  void createsSecretsOfThreeTypes(Kubectl kubectl) {
    KeyedCertificate pair =
        Pki.inMemory(Clock.systemUTC(), new SecureRandom(), List.of("localhost")).server();
    kubectl.write("tls.crt", Pem.write(pair.certificate()));
    kubectl.write("tls.key", Pem.write(pair.key()));
    kubectl.ok("create secret generic plain --from-literal=a=b");
    kubectl.ok("create secret tls pair --cert=tls.crt --key=tls.key");
    kubectl.ok("create secret docker-registry pull --docker-username=u --docker-password=p");
    assertThat(
            kubectl.ok(
                "get secrets -o", "jsonpath={range .items[*]}{.metadata.name} {.type};{end}"))
        .isEqualTo("pair kubernetes.io/tls;plain Opaque;pull kubernetes.io/dockerconfigjson;");
    assertThat(kubectl.ok("get secret plain -o jsonpath={.data.a}")).isEqualTo("Yg==");
  }

  @EachKubectl
  void deletesByNameLabelAndAll(Kubectl kubectl) {
    for (String name : new String[] {"desk", "lamp", "sofa", "shelf"}) {
      kubectl.apply(GADGET.replace("lamp", name));
    }
    kubectl.ok("label gadgets desk sofa room=hall");
    assertThat(kubectl.ok("delete gadget lamp"))
        .startsWith("gadget.kubectl.fairway.dev \"lamp\" deleted");
    assertThat(kubectl.ok("delete gadgets -l room=hall"))
        .contains("\"desk\" deleted", "\"sofa\" deleted");
    assertThat(kubectl.ok("delete gadgets --all")).contains("\"shelf\" deleted");
    assertThat(kubectl.refused("delete gadget lamp"))
        .isEqualTo(
            "Error from server (NotFound): gadgets.kubectl.fairway.dev \"lamp\" not found\n");
    assertThat(kubectl.ok("delete gadget lamp --ignore-not-found")).isEmpty();
  }

  @EachKubectl
  void waitsForFinalizersWhenItDeletes(Kubectl kubectl) {
    kubectl.apply(GADGET.replace("{name: lamp}", "{name: lamp, finalizers: [fairway.dev/hold]}"));
    assertThat(kubectl.ok("delete gadget lamp --wait=false")).contains("\"lamp\" deleted");
    assertThat(kubectl.ok("get gadget lamp -o jsonpath={.metadata.deletionTimestamp}"))
        .isNotEmpty();
    try (RunningKubectl wait = kubectl.start("wait --for=delete gadget/lamp --timeout=50s")) {
      kubectl.ok("patch gadget lamp --type=merge -p", "{\"metadata\":{\"finalizers\":null}}");
      wait.await().succeeded();
    }
  }

  @EachKubectl
  void deletesDependentsInTheBackground(Kubectl kubectl) {
    ownerAndDependent(kubectl);
    kubectl.ok("delete configmap owner --cascade=background");
    kubectl.ok("wait --for=delete configmap/owned --timeout=50s");
  }

  @EachKubectl
  void deletesDependentsFirstInTheForeground(Kubectl kubectl) {
    ownerAndDependent(kubectl);
    kubectl.ok("delete configmap owner --cascade=foreground");
    assertThat(kubectl.refused("get configmap owned")).contains("NotFound");
  }

  @EachKubectl
  void leavesOrphansWithoutOwner(Kubectl kubectl) {
    ownerAndDependent(kubectl);
    kubectl.ok("delete configmap owner --cascade=orphan");
    assertThat(kubectl.ok("get configmap owned -o jsonpath={.metadata.ownerReferences}")).isEmpty();
  }

  private static void ownerAndDependent(Kubectl kubectl) {
    kubectl.ok("create configmap owner");
    kubectl.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: owned
          ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: owner, uid: %s, blockOwnerDeletion: true}]
        """
            .formatted(kubectl.ok("get configmap owner -o jsonpath={.metadata.uid}")));
  }

  @EachKubectl
  void deletesANamespaceWithItsContent(Kubectl kubectl) {
    String other = kubectl.namespace() + "-other";
    kubectl.ok("create namespace " + other);
    kubectl.write("gadget.yaml", GADGET.replace("lamp", "lamp, namespace: " + other));
    kubectl.ok("create configmap paint --namespace=" + other);
    kubectl.ok("create -f gadget.yaml --namespace=" + other);
    assertThat(kubectl.ok("delete namespace " + other))
        .isEqualTo("namespace \"" + other + "\" deleted\n");
    assertThat(kubectl.refused("get namespace " + other)).contains("NotFound");
    assertThat(kubectl.ok("get gadgets -A -o name --field-selector metadata.namespace=" + other))
        .isEmpty();
  }
}
