package dev.fairway.apiserver.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairway.apiserver.cel.DeclType.ListOf;
import dev.fairway.apiserver.cel.DeclType.Scalar;
import dev.fairway.apiserver.cel.DeclType.Struct;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CelRuleTest {
  private static final DeclType NUMBERS = new Struct(Map.of("l", new ListOf(Scalar.INT)));

  @Test
  void stopsARuleThatCostsTooMuch() {
    CelRule rule =
        CelRules.about(NUMBERS)
            .compile(
                "self.l.all(x, self.l.all(y, self.l.all(z, x + y + z < 0 || true)))", "", false);
    Map<String, Object> self = Map.of("l", Collections.nCopies(300, 1L));

    assertThat(rule.problem()).isEmpty();
    assertThat(rule.evaluate(self, null)).isInstanceOf(Verdict.TooCostly.class);
  }

  @Test
  void stopsInsideAnOperandThatSwallowsFailures() {
    CelRule rule =
        CelRules.about(NUMBERS)
            .compile("self.l.all(x, self.l.all(y, !self.l.exists(z, z == 2))) || true", "", false);
    Map<String, Object> self = Map.of("l", Collections.nCopies(300, 1L));

    assertThat(rule.evaluate(self, null)).isInstanceOf(Verdict.TooCostly.class);
  }

  @Test
  void costsMoreForMoreWork() {
    CelRule rule = CelRules.about(NUMBERS).compile("self.l.all(x, x > 0)", "", false);

    long few = rule.evaluate(Map.of("l", List.of(1L)), null).cost();
    long many = rule.evaluate(Map.of("l", Collections.nCopies(100, 1L)), null).cost();

    assertThat(few).isPositive();
    assertThat(many).isGreaterThan(few * 20);
  }

  @Test
  void refusesAFunctionItDoesNotHave() {
    CelRule rule = CelRules.about(Scalar.STRING).compile("isQuantity(self)", "", false);

    assertThat(rule.problem())
        .hasValueSatisfying(text ->
            assertThat(text)
                .isEqualTo(
                    """
                    compilation failed: ERROR: <input>:1:11: undeclared reference to 'isQuantity' (in container '')
                     | isQuantity(self)
                     | ..........^\
                    """));
  }
}
