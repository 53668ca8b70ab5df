package dev.fairway.testing;

import static org.assertj.core.api.Assertions.assertThat;

/// What people get wrong in manifests, and what kubectl then shows them.
@FairwayCluster(crds = "src/test/resources/kubectl/gadgets.yaml")
class KubectlInvalidInputTest {
  private static final String CONFIG_MAP =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bad}\n";
  private static final String GADGET =
      "apiVersion: kubectl.fairway.dev/v1\nkind: Gadget\nmetadata: {name: bad}\n";

  @EachKubectl
  void namesAnUnknownField(Kubectl kubectl) {
    assertThat(refused(kubectl, CONFIG_MAP + "dta: {}\n"))
        .isEqualTo(
            "Error from server (BadRequest): error when creating \"bad.yaml\": ConfigMap in version"
                + " \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field"
                + " \"dta\"\n");
    assertThat(refused(kubectl, GADGET + "spec: {color: red, colour: x}\n"))
        .isEqualTo(
            "Error from server (BadRequest): error when creating \"bad.yaml\": Gadget in version"
                + " \"v1\" cannot be handled as a Gadget: strict decoding error: unknown field"
                + " \"spec.colour\"\n");
  }

  @EachKubectl
  void namesAnUnknownFieldOfServerSideApply(Kubectl kubectl) {
    kubectl.write("bad.yaml", GADGET + "spec: {color: red, colour: x}\n");
    assertThat(kubectl.refused("apply --server-side -f bad.yaml"))
        .isEqualTo(
            "Error from server: failed to create typed patch object (%s/bad; kubectl.fairway.dev/v1,"
                    .formatted(kubectl.namespace())
                + " Kind=Gadget): .spec.colour: field not declared in schema\n");
  }

  @EachKubectl
  void warnsOfAnUnknownFieldWhenAsked(Kubectl kubectl) {
    kubectl.write("bad.yaml", GADGET + "spec: {color: red, colour: x}\n");
    KubectlRun run = kubectl.run("create --validate=warn -f bad.yaml").succeeded();
    assertThat(run.err()).isEqualTo("Warning: unknown field \"spec.colour\"\n");
    assertThat(kubectl.refused("create --validate=warn -f bad.yaml"))
        .startsWith("Warning: unknown field \"spec.colour\"\n")
        .contains("AlreadyExists");
    assertThat(kubectl.ok("get gadget bad -o jsonpath={.spec.colour}")).isEmpty();
  }

  @EachKubectl
  void namesAWrongType(Kubectl kubectl) {
    assertThat(refused(kubectl, GADGET + "spec: {color: red, note: 5}\n"))
        .isEqualTo(
            "The Gadget \"bad\" is invalid: spec.note: Invalid value: \"integer\": spec.note in body"
                + " must be of type string: \"integer\"\n");
    assertThat(refused(kubectl, CONFIG_MAP + "data: {a: 1}\n"))
        .isEqualTo(
            "Error from server (BadRequest): error when creating \"bad.yaml\": ConfigMap in version"
                + " \"v1\" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go"
                + " struct field ConfigMap.data of type string\n");
  }

  @EachKubectl
  void namesEveryWrongValue(Kubectl kubectl) {
    assertThat(refused(kubectl, GADGET + "spec: {color: pink, replicas: -1}\n"))
        .contains(
            "The Gadget \"bad\" is invalid: \n",
            "* spec.replicas: Invalid value: -1: spec.replicas in body should be greater than or"
                + " equal to 0\n",
            "* spec.color: Unsupported value: \"pink\": supported values: \"red\", \"green\","
                + " \"blue\"\n",
            "* .spec.replicas: Invalid value: -1: should be a non-negative integer\n");
    assertThat(refused(kubectl, GADGET + "spec: {color: red, replicas: many}\n"))
        .isEqualTo(
            """
            The Gadget "bad" is invalid:\s
            * spec.replicas: Invalid value: "string": spec.replicas in body must be of type integer: "string"
            * .spec.replicas: Invalid value: 0: .spec.replicas accessor error: many is of the type string, expected int64
            """);
  }

  @EachKubectl
  void namesAMissingField(Kubectl kubectl) {
    assertThat(refused(kubectl, GADGET + "spec: {}\n"))
        .isEqualTo("The Gadget \"bad\" is invalid: spec.color: Required value\n");
    assertThat(refused(kubectl, GADGET))
        .isEqualTo("The Gadget \"bad\" is invalid: spec: Required value\n");
  }

  @EachKubectl
  void namesARepeatedKeyOfAList(Kubectl kubectl) {
    assertThat(refused(kubectl, GADGET + "spec: {color: red, parts: [{name: a}, {name: a}]}\n"))
        .isEqualTo(
            "The Gadget \"bad\" is invalid: spec.parts[1]: Duplicate value: {\"name\":\"a\"}\n");
  }

  /// kubectl itself turns YAML into JSON; of a repeated key the last value stays.
  @EachKubectl
  void takesTheLastOfRepeatedYamlKeys(Kubectl kubectl) {
    kubectl.apply(CONFIG_MAP + "data: {a: \"1\", a: \"2\"}\n");
    assertThat(kubectl.ok("get configmap bad -o jsonpath={.data.a}")).isEqualTo("2");
  }

  @EachKubectl
  void takesWordsOfYamlOnePointOneForBooleans(Kubectl kubectl) {
    kubectl.apply(CONFIG_MAP + "data: {N: \"1\"}\n");
    assertThat(kubectl.ok("get configmap bad -o jsonpath={.data}")).isEqualTo("{\"false\":\"1\"}");
    assertThat(refused(kubectl, CONFIG_MAP.replace("bad", "other") + "data: {a: yes}\n"))
        .contains("json: cannot unmarshal bool into Go struct field ConfigMap.data of type string");
    assertThat(refused(kubectl, GADGET + "spec: {color: yes}\n"))
        .isEqualTo(
            """
            The Gadget "bad" is invalid:\s
            * spec.color: Invalid value: "boolean": spec.color in body must be of type string: "boolean"
            * spec.color: Unsupported value: true: supported values: "red", "green", "blue"
            """);
  }

  @EachKubectl
  void refusesBadNames(Kubectl kubectl) {
    assertThat(refused(kubectl, CONFIG_MAP.replace("bad", "Bad_Name")))
        .startsWith(
            "The ConfigMap \"Bad_Name\" is invalid: metadata.name: Invalid value: \"Bad_Name\": a"
                + " lowercase RFC 1123 subdomain must consist of");
    assertThat(kubectl.refused("create namespace Bad_"))
        .startsWith(
            "The Namespace \"Bad_\" is invalid: \n* metadata.name: Invalid value: \"Bad_\": a"
                + " lowercase RFC 1123 label must consist of")
        .contains("\n* metadata.labels: Invalid value: \"Bad_\": a valid label must be");
  }

  @EachKubectl
  void refusesKindsAndNamespacesThatAreNotThere(Kubectl kubectl) {
    assertThat(refused(kubectl, GADGET.replace("Gadget", "Gadgets")))
        .startsWith(
            "error: resource mapping not found for name: \"bad\" namespace: \"\" from \"bad.yaml\":"
                + " no matches for kind \"Gadgets\" in version \"kubectl.fairway.dev/v1\"");
    assertThat(refused(kubectl, GADGET.replace("kubectl.fairway", "absent.fairway")))
        .contains("no matches for kind \"Gadget\" in version \"absent.fairway.dev/v1\"");
    kubectl.write("bad.yaml", CONFIG_MAP);
    assertThat(kubectl.refused("create -f bad.yaml --namespace=absent"))
        .isEqualTo(
            "Error from server (NotFound): error when creating \"bad.yaml\": namespaces \"absent\""
                + " not found\n");
  }

  private static String refused(Kubectl kubectl, String manifest) {
    kubectl.write("bad.yaml", manifest);
    return kubectl.refused("apply -f bad.yaml");
  }
}
