package dev.fairway.operator.inference;

import dev.fairway.api.v1.AnsweringModel;
import dev.fairway.operator.provider.Target;

/// What a request's call goes to.
sealed interface Asked {
  /// For people.
  String words();

  /// As the status has it until there is an answer.
  AnsweringModel model();

  /// One model.
  record One(Target target) implements Asked {
    @Override
    public String words() {
      return "model %s of provider %s".formatted(target.model(), target.provider());
    }

    @Override
    public AnsweringModel model() {
      return new AnsweringModel(target.provider(), target.model(), target.version(), null);
    }
  }

  /// Whichever target the route chooses.
  record Route(String name) implements Asked {
    @Override
    public String words() {
      return "route " + name;
    }

    @Override
    public AnsweringModel model() {
      return new AnsweringModel(null, null, null, name);
    }
  }
}
