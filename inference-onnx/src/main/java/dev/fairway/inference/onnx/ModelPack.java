package dev.fairway.inference.onnx;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What `pack.yaml` says of a local model: which files make it, what it does, where it comes from.
/// Built-in packs lie on the class path at `META-INF/fairway/packs/<name>/`.
///
/// @param maxTokens longest input in tokens, the two control tokens included
/// @param head the classifier on top; only for [Task#CLASSIFY]
record ModelPack(
    String name,
    String version,
    Task task,
    Resource model,
    Resource tokenizer,
    int maxTokens,
    Pooling pooling,
    @Nullable Head head,
    String licence,
    String source) {

  enum Task {
    EMBED,
    CLASSIFY
  }

  enum Pooling {
    CLS,
    MEAN
  }

  /// A file on the class path and the SHA-256 it must have.
  record Resource(String resource, String sha256) {
    /// The whole file; what is wrong with it goes into `faults`, and the result is then empty.
    byte[] read(List<String> faults) {
      try (InputStream in = ModelPack.class.getResourceAsStream("/" + resource)) {
        if (in == null) {
          faults.add("the file " + resource + " is missing");
          return new byte[0];
        }
        byte[] bytes = in.readAllBytes();
        String found = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        if (!found.equals(sha256)) {
          faults.add(resource + " has sha256 " + found + " instead of " + sha256);
        }
        return bytes;
      } catch (IOException e) {
        faults.add(resource + " cannot be read: " + e.getMessage());
        return new byte[0];
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  record Head(String resource, double neutralBelow) {}

  ModelPack {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(tokenizer, "tokenizer");
    Objects.requireNonNull(pooling, "pooling");
    if (task == Task.CLASSIFY && head == null) {
      throw new IllegalArgumentException("head: a classifying pack needs one");
    }
    if (maxTokens < 3) {
      throw new IllegalArgumentException("maxTokens: must be at least 3");
    }
  }

  /// Reads the pack of that name from the class path.
  static ModelPack builtIn(String name) {
    String file = "/META-INF/fairway/packs/" + name + "/pack.yaml";
    try (InputStream in = ModelPack.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("the file is missing");
      }
      return JsonMapper.builder(new YAMLFactory())
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build()
          .readValue(in, ModelPack.class);
    } catch (IOException e) {
      throw new IllegalStateException("model pack " + name + ": " + e.getMessage(), e);
    }
  }
}
