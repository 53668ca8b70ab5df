package dev.fairway.testing;

import static org.assertj.core.api.Assertions.assertThat;

/// What kubectl learns of the server: resources, versions, schemas, health.
@FairwayCluster(crds = "src/test/resources/kubectl/gadgets.yaml")
class KubectlDiscoveryTest {

  @EachKubectl
  void listsResourcesAndVersions(Kubectl kubectl) {
    assertThat(kubectl.ok("api-resources").replaceAll(" +", " "))
        .contains(
            "NAME SHORTNAMES APIVERSION NAMESPACED KIND\n",
            "configmaps cm v1 true ConfigMap\n",
            "namespaces ns v1 false Namespace\n",
            "customresourcedefinitions crd,crds apiextensions.k8s.io/v1 false"
                + " CustomResourceDefinition\n",
            "gadgets gg kubectl.fairway.dev/v1 true Gadget\n");
    assertThat(kubectl.ok("api-resources --api-group=kubectl.fairway.dev -o wide"))
        .contains("delete,deletecollection,get,list,patch,create,update,watch")
        .contains("tools")
        .hasLineCount(2);
    assertThat(kubectl.ok("api-resources --namespaced=false -o name"))
        .contains("clusterroles.rbac.authorization.k8s.io\n")
        .doesNotContain("gadgets");
    assertThat(kubectl.ok("api-versions").lines())
        .contains(
            "v1",
            "coordination.k8s.io/v1",
            "kubectl.fairway.dev/v1",
            "rbac.authorization.k8s.io/v1");
  }

  @EachKubectl
  void tellsItsVersion(Kubectl kubectl) {
    assertThat(kubectl.ok("version")).containsPattern("Server Version: v1\\.36\\.");
  }

  @EachKubectl
  void answersRawPaths(Kubectl kubectl) {
    for (String path : new String[] {"/readyz", "/livez", "/healthz"}) {
      assertThat(kubectl.ok("get --raw " + path)).isEqualTo("ok");
    }
    assertThat(kubectl.ok("get --raw /readyz?verbose"))
        .startsWith("[+]ping ok\n")
        .endsWith("readyz check passed\n");
    assertThat(kubectl.ok("get --raw /version")).containsPattern("\"minor\": ?\"36\"");
    assertThat(kubectl.ok("get --raw /openapi/v3"))
        .contains("\"apis/kubectl.fairway.dev/v1\":{\"serverRelativeURL\":\"/openapi/v3/apis/");
    assertThat(kubectl.ok("get --raw /openapi/v2")).startsWith("{\"swagger\":\"2.0\",");
    assertThat(kubectl.refused("get --raw /nothing"))
        .isEqualTo(
            "Error from server (NotFound): the server could not find the requested resource\n");
  }

  @EachKubectl
  void explainsACustomResource(Kubectl kubectl) {
    assertThat(kubectl.ok("explain gg"))
        .startsWith("GROUP:      kubectl.fairway.dev\nKIND:       Gadget\nVERSION:    v1\n")
        .contains(
            "    A thing with a color.", "  spec\t<Object> -required-\n    What is wanted.\n");
    assertThat(kubectl.ok("explain gg.spec.color"))
        .contains("FIELD: color <string>", "    red\n    green\n    blue\n", "one of three.");
    assertThat(kubectl.ok("explain gadgets --recursive"))
        .contains(
            """
              spec	<Object> -required-
                color	<string> -required-
                enum: red, green, blue
                note	<string>
                parts	<[]Object>
                  name	<string> -required-
                  size	<integer>
                replicas	<integer>
              status	<Object>
            """);
    assertThat(kubectl.refused("explain gg.spec.nothing"))
        .endsWith("error: field \"nothing\" does not exist\n");
  }

  @EachKubectl
  void explainsBuiltInKinds(Kubectl kubectl) {
    assertThat(kubectl.ok("explain configmap.data")).contains("FIELD: data <map[string]string>");
    assertThat(kubectl.ok("explain secret --recursive"))
        .contains("  metadata\t<ObjectMeta>\n    annotations\t<map[string]string>\n")
        .contains("  stringData\t<map[string]string>\n  type\t<string>\n");
    assertThat(kubectl.ok("explain crd.spec.names"))
        .contains("FIELD: names <CustomResourceDefinitionNames>", "  kind\t<string> -required-\n");
    assertThat(kubectl.ok("explain lease.spec")).contains("  leaseDurationSeconds\t<integer>\n");
  }
}
