package dev.fairway.inference.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.fairway.inference.onnx.LocalModel.Task;
import dev.fairway.inference.onnx.ModelPack.Encoder;
import dev.fairway.inference.onnx.ModelPack.Pooling;
import dev.fairway.inference.onnx.ModelPack.Tensors;
import dev.fairway.inference.onnx.ModelPack.Work;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads `pack.yaml`. What is wrong with it does not stop the reading: a broken pack is a pack with
/// faults, all of them, and bears the name of its folder if it has no better one.
final class PackReader {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private PackReader() {}

  static ModelPack read(String folder, PackFiles files) {
    List<String> faults = new ArrayList<>();
    PackYaml yaml = new PackYaml(tree(files, faults), "", faults);
    String name = faults.isEmpty() ? yaml.required("name") : null;
    if (name == null) {
      return broken(folder, files, faults);
    }
    String version = yaml.text("version", "1");
    Task task = task(yaml);
    Work work = task == null ? null : work(task, yaml);
    String licence = yaml.text("licence", "not stated");
    String source = yaml.text("source", "not stated");
    if (task != null) {
      yaml.rest();
    }
    return new ModelPack(name, version, task, work, licence, source, files, faults);
  }

  private static ModelPack broken(String name, PackFiles files, List<String> faults) {
    return new ModelPack(name, "?", null, null, "not stated", "not stated", files, faults);
  }

  private static JsonNode tree(PackFiles files, List<String> faults) {
    try (InputStream in = files.beside("pack.yaml")) {
      JsonNode tree = YAML.readTree(in);
      if (tree.isObject()) {
        return tree;
      }
      faults.add("pack.yaml is no object");
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      faults.add("pack.yaml cannot be read: " + why);
    }
    return YAML.createObjectNode();
  }

  private static @Nullable Task task(PackYaml yaml) {
    String word = yaml.required("task");
    if (word == null) {
      return null;
    }
    for (Task task : Task.values()) {
      if (task.word().equals(word)) {
        return task;
      }
    }
    yaml.fault("task", "must be one of " + words() + ", is " + word);
    return null;
  }

  private static String words() {
    return Arrays.stream(Task.values()).map(Task::word).collect(Collectors.joining(", "));
  }

  private static @Nullable Work work(Task task, PackYaml yaml) {
    return switch (task) {
      case EMBED -> embed(yaml);
      case CLASSIFY -> classify(yaml);
      case READ_TEXT -> readText(yaml);
      case DETECT_SPEECH -> detectSpeech(yaml);
    };
  }

  private static @Nullable Work embed(PackYaml yaml) {
    Encoder encoder = encoder(yaml, "last_hidden_state");
    Pooling pooling = pooling(yaml);
    String prefix = yaml.text("prefix", "");
    return encoder == null ? null : new Work.Embed(encoder, pooling, prefix);
  }

  private static @Nullable Work classify(PackYaml yaml) {
    PackFile head = yaml.file("head");
    Encoder encoder = encoder(yaml, head == null ? "logits" : "last_hidden_state");
    Pooling pooling = pooling(yaml);
    String field = yaml.text("field", "label");
    List<String> labels = yaml.texts("labels");
    double neutralBelow = yaml.number("neutralBelow", 0);
    return encoder == null
        ? null
        : new Work.Classify(encoder, pooling, field, labels, neutralBelow, head);
  }

  private static @Nullable Work readText(PackYaml yaml) {
    PackFile detector = yaml.requiredFile("detector");
    PackFile recogniser = yaml.requiredFile("recogniser");
    PackFile characters = yaml.requiredFile("characters");
    return detector == null || recogniser == null || characters == null
        ? null
        : new Work.ReadText(detector, recogniser, characters);
  }

  private static @Nullable Work detectSpeech(PackYaml yaml) {
    PackFile model = yaml.requiredFile("model");
    return model == null ? null : new Work.DetectSpeech(model);
  }

  private static @Nullable Encoder encoder(PackYaml yaml, String usualOutput) {
    PackFile model = yaml.requiredFile("model");
    PackFile tokenizer = yaml.requiredFile("tokenizer");
    int maxTokens = yaml.count("maxTokens", 3);
    Tensors tensors =
        yaml.object("tensors")
            .map(names -> tensors(names, usualOutput))
            .orElseGet(
                () -> new Tensors("input_ids", "attention_mask", "token_type_ids", usualOutput));
    return model == null || tokenizer == null
        ? null
        : new Encoder(model, tokenizer, maxTokens, tensors);
  }

  private static Tensors tensors(PackYaml names, String usualOutput) {
    Tensors tensors =
        new Tensors(
            names.text("ids", "input_ids"),
            names.text("mask", "attention_mask"),
            names.optional("types"),
            names.text("output", usualOutput));
    names.rest();
    return tensors;
  }

  private static Pooling pooling(PackYaml yaml) {
    String word = yaml.text("pooling", "cls");
    return switch (word) {
      case "cls" -> Pooling.CLS;
      case "mean" -> Pooling.MEAN;
      default -> {
        yaml.fault("pooling", "must be cls or mean, is " + word);
        yield Pooling.CLS;
      }
    };
  }
}
