package dev.fairway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/// Service accounts, roles, tokens and `kubectl auth`.
@FairwayCluster(crds = "src/test/resources/kubectl/gadgets.yaml")
class KubectlAccessTest {

  @EachKubectl
  void showsAccountsRolesAndBindings(Kubectl kubectl) {
    readerMayReadConfigMaps(kubectl);
    assertThat(kubectl.ok("get serviceaccount reader")).startsWith("NAME ");
    assertThat(kubectl.ok("describe role reads"))
        .containsPattern("configmaps +\\[] +\\[] +\\[get list]");
    assertThat(kubectl.ok("describe rolebinding reads"))
        .containsPattern("ServiceAccount +reader +" + kubectl.namespace());
    assertThat(kubectl.ok("get rolebinding reads")).contains("ROLE", "Role/reads");
    assertThat(kubectl.ok("get role reads")).startsWith("NAME    CREATED AT\n");
  }

  @EachKubectl
  void bindsClusterRoles(Kubectl kubectl) {
    String name = kubectl.namespace();
    String account = " --serviceaccount=" + name + ":default";
    kubectl.ok(
        "create clusterrole %s --verb=get --resource=gadgets.kubectl.fairway.dev".formatted(name));
    kubectl.ok("create clusterrolebinding " + name + " --clusterrole=" + name + account);
    assertThat(kubectl.ok("get clusterrolebinding -o wide " + name))
        .containsPattern(name + " +ClusterRole/" + name + " .* " + name + "/default");
    assertThat(kubectl.ok("auth can-i get gadgets --as=system:serviceaccount:" + name + ":default"))
        .isEqualTo("yes\n");
    kubectl.ok("delete clusterrolebinding,clusterrole " + name);
  }

  @EachKubectl
  void answersWhatAnAccountCanDo(Kubectl kubectl) {
    String as = readerMayReadConfigMaps(kubectl);
    assertThat(kubectl.ok("auth can-i delete secrets")).isEqualTo("yes\n");
    assertThat(kubectl.ok("auth can-i list configmaps" + as)).isEqualTo("yes\n");
    assertThat(kubectl.run("auth can-i delete configmaps" + as).failed().out()).isEqualTo("no\n");
    assertThat(kubectl.ok("auth can-i --list" + as))
        .containsPattern("configmaps +\\[] +\\[] +\\[get list]\n")
        .containsPattern("selfsubjectaccessreviews.authorization.k8s.io +\\[] +\\[] +\\[create]\n")
        .containsPattern("\\[/readyz] +\\[] +\\[get]\n");
    assertThat(kubectl.ok("auth can-i --list")).containsPattern("\\*\\.\\* +\\[] +\\[] +\\[\\*]\n");
  }

  @EachKubectl
  void saysWhoAsks(Kubectl kubectl) {
    assertThat(kubectl.ok("auth whoami")).contains("system:masters", "system:authenticated");
    String account = "system:serviceaccount:" + kubectl.namespace() + ":reader";
    assertThat(kubectl.ok("auth whoami --as=" + account).replaceAll(" +", " "))
        .contains(
            "Username " + account + "\n",
            "[system:serviceaccounts system:serviceaccounts:%s system:authenticated]"
                .formatted(kubectl.namespace()));
  }

  @EachKubectl
  void refusesWhatNoRoleAllows(Kubectl kubectl) {
    String as = readerMayReadConfigMaps(kubectl);
    assertThat(kubectl.refused("get secrets" + as))
        .isEqualTo(
            "Error from server (Forbidden): secrets is forbidden: User"
                + " \"system:serviceaccount:%1$s:reader\" cannot list resource \"secrets\" in API"
                    .formatted(kubectl.namespace())
                + " group \"\" in the namespace \"%s\"\n".formatted(kubectl.namespace()));
    kubectl.ok("get configmaps" + as);
  }

  @EachKubectl
  void createsATokenThatIsTheAccount(Kubectl kubectl) {
    readerMayReadConfigMaps(kubectl);
    String token = kubectl.ok("create token reader").strip();
    Path bearer = kubectl.writeKubeconfig(token);
    assertThat(kubectl.ok("auth whoami --kubeconfig=" + bearer))
        .contains("system:serviceaccount:" + kubectl.namespace() + ":reader");
    assertThat(kubectl.refused("get secrets --kubeconfig=" + bearer)).contains("Forbidden");
    assertThat(kubectl.refused("create token absent"))
        .isEqualTo("error: failed to create token: serviceaccounts \"absent\" not found\n");
  }

  /// @return the option to act as the account
  private static String readerMayReadConfigMaps(Kubectl kubectl) {
    String account = kubectl.namespace() + ":reader";
    kubectl.ok("create serviceaccount reader");
    kubectl.ok("create role reads --verb=get,list --resource=configmaps");
    kubectl.ok("create rolebinding reads --role=reads --serviceaccount=" + account);
    return " --as=system:serviceaccount:" + account;
  }
}
