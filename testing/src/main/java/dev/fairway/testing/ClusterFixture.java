package dev.fairway.testing;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives each test of a class its [Cluster] on one back end.
final class ClusterFixture
    implements ExecutionCondition,
        BeforeEachCallback,
        ParameterResolver,
        AfterTestExecutionCallback,
        AfterEachCallback {
  private static final Namespace STORE = Namespace.create(ClusterFixture.class);

  private final Backend backend;
  private final List<String> crds;

  ClusterFixture(Backend backend, List<String> crds) {
    this.backend = backend;
    this.crds = crds;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (backend != Backend.REFERENCE || ReferenceBinaries.find().isPresent()) {
      return ConditionEvaluationResult.enabled("the back end is there");
    }
    return ConditionEvaluationResult.disabled(ReferenceBinaries.HOW_TO_GET_THEM);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    ApiUnderTest api =
        context
            .getRoot()
            .getStore(STORE)
            .computeIfAbsent(backend, ApiUnderTest::start, ApiUnderTest.class);
    Cluster cluster = Cluster.open(backend, api.kubeconfig());
    context.getStore(STORE).put(Cluster.class, cluster);
    cluster.establish(crds);
    cluster.createNamespace();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Cluster.class || type == KubernetesClient.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Cluster cluster = cluster(context);
    return parameter.getParameter().getType() == Cluster.class ? cluster : cluster.client();
  }

  /// A failure carries what the cluster looked like, so that it can be read wherever it is shown.
  @Override
  public void afterTestExecution(ExtensionContext context) {
    context
        .getExecutionException()
        .ifPresent(failure -> failure.addSuppressed(new ClusterReport(cluster(context), crds)));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Cluster cluster = context.getStore(STORE).remove(Cluster.class, Cluster.class);
    if (cluster != null) cluster.close();
  }

  static Cluster cluster(ExtensionContext context) {
    Cluster cluster = context.getStore(STORE).get(Cluster.class, Cluster.class);
    if (cluster == null) throw new IllegalStateException("no cluster outside a test method");
    return cluster;
  }
}
