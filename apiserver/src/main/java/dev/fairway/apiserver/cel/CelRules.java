package dev.fairway.apiserver.cel;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import org.jspecify.annotations.Nullable;

/// Compiles rules about values of one type, which expressions call `self`. Immutable; any thread.
///
/// Loading this class loads the CEL library and builds its base environment, which takes most of a
/// second when cold; every server of a JVM shares it.
public final class CelRules {
  /// What one evaluation of one rule may cost, in the units of Kubernetes.
  public static final long MAX_COST_PER_RULE = 1_000_000;

  private static final CelOptions OPTIONS =
      CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

  private static final Cel BASE =
      CelFactory.plannerCelBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addCompilerLibraries(
              CelExtensions.strings(),
              CelExtensions.sets(OPTIONS),
              CelExtensions.lists(),
              CelExtensions.optional(),
              CelExtensions.comprehensions())
          .addRuntimeLibraries(
              CelExtensions.strings(),
              CelExtensions.sets(OPTIONS),
              CelExtensions.lists(),
              CelExtensions.optional(),
              CelExtensions.comprehensions())
          .build();

  private final DeclType type;
  private final Cel plain;
  private final Cel optional;

  private CelRules(DeclType type, Cel plain, Cel optional) {
    this.type = type;
    this.plain = plain;
    this.optional = optional;
  }

  /// Rules about values of this type.
  public static CelRules about(DeclType type) {
    SelfTypes types = SelfTypes.of(type);
    CelType self = types.self();
    Cel scope = BASE.toCelBuilder().setTypeProvider(types).addVar("self", self).build();
    return new CelRules(
        type,
        scope.toCelBuilder().addVar("oldSelf", self).build(),
        scope.toCelBuilder().addVar("oldSelf", OptionalType.create(self)).build());
  }

  /// Compiles one rule. What is wrong with it is in the result.
  ///
  /// @param messageExpression empty for none
  /// @param optionalOldSelf `oldSelf` is an optional value, and the rule runs without one too
  public CelRule compile(String rule, String messageExpression, boolean optionalOldSelf) {
    Cel cel = optionalOldSelf ? optional : plain;
    CelValidationResult result = cel.compile(rule);
    if (result.hasError()) {
      return CelRule.refused("compilation failed: " + Issues.text(result, rule));
    }
    CelAbstractSyntaxTree tree = checked(result);
    if (!tree.getResultType().equals(SimpleType.BOOL)) {
      return CelRule.refused("cel expression must evaluate to a bool");
    }
    CelRuntime.@Nullable Program message = null;
    @Nullable String messageProblem = null;
    if (!messageExpression.isEmpty()) {
      CelValidationResult compiled = cel.compile(messageExpression);
      if (compiled.hasError()) {
        messageProblem =
            "messageExpression compilation failed: " + Issues.text(compiled, messageExpression);
      } else if (!checked(compiled).getResultType().equals(SimpleType.STRING)) {
        messageProblem = "messageExpression must evaluate to a string";
      } else {
        message = program(cel, checked(compiled));
      }
    }
    return new CelRule(
        null,
        messageProblem,
        type,
        program(cel, tree),
        message,
        usesOldSelf(tree),
        optionalOldSelf);
  }

  private static boolean usesOldSelf(CelAbstractSyntaxTree tree) {
    return CelNavigableAst.fromAst(tree)
        .getRoot()
        .allNodes()
        .anyMatch(
            node -> node.getKind() == Kind.IDENT && node.expr().ident().name().equals("oldSelf"));
  }

  private static CelAbstractSyntaxTree checked(CelValidationResult result) {
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      throw new IllegalStateException("a result without errors has a tree", e);
    }
  }

  private static CelRuntime.Program program(Cel cel, CelAbstractSyntaxTree tree) {
    try {
      return cel.createProgram(tree);
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("a checked expression can be planned", e);
    }
  }
}
