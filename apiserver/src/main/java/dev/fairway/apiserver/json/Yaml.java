package dev.fairway.apiserver.json;

import java.io.StringReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/// YAML text to the trees of [Json] and back, with the YAML 1.1 scalars the Kubernetes libraries
/// read: `yes` and `on` are true, a leading zero means octal, dates stay text.
public final class Yaml {
  private Yaml() {}

  /// Reads one document.
  ///
  /// @throws JsonSyntax when the text is not YAML
  public static @Nullable Object parse(String text) {
    return parse(text, new ArrayList<>());
  }

  /// Reads one document and adds the path of every key that a mapping holds twice to `duplicates`.
  public static @Nullable Object parse(String text, List<String> duplicates) {
    try {
      Node root = yaml().compose(new StringReader(text));
      return root == null ? null : value(root, "", duplicates);
    } catch (YAMLException e) {
      throw new JsonSyntax("error converting YAML to JSON: yaml: " + e.getMessage(), e);
    }
  }

  /// Writes a tree in block style.
  public static String write(@Nullable Object tree) {
    return yaml().dump(tree);
  }

  private static org.yaml.snakeyaml.Yaml yaml() {
    LoaderOptions loading = new LoaderOptions();
    loading.setNestingDepthLimit(Json.MAX_DEPTH);
    loading.setCodePointLimit(16 * 1024 * 1024);
    DumperOptions dumping = new DumperOptions();
    dumping.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    dumping.setSplitLines(false);
    return new org.yaml.snakeyaml.Yaml(
        new SafeConstructor(loading), new Representer(dumping), dumping, loading);
  }

  private static @Nullable Object value(Node node, String path, List<String> duplicates) {
    return switch (node) {
      case MappingNode mapping -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        readInto(map, mapping, path, duplicates);
        yield map;
      }
      case SequenceNode sequence -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          list.add(value(item, path + "[" + list.size() + "]", duplicates));
        }
        yield list;
      }
      case ScalarNode scalar -> scalar(scalar);
      default -> throw new JsonSyntax("unexpected YAML node " + node.getNodeId());
    };
  }

  private static void readInto(
      Map<String, @Nullable Object> map,
      MappingNode mapping,
      String path,
      List<String> duplicates) {
    for (NodeTuple tuple : mapping.getValue()) {
      Node keyNode = tuple.getKeyNode();
      if (!(keyNode instanceof ScalarNode scalar)) {
        throw new JsonSyntax("error converting YAML to JSON: a key must be a scalar");
      }
      if (keyNode.getTag().equals(Tag.MERGE)
          && tuple.getValueNode() instanceof MappingNode merged) {
        Map<String, @Nullable Object> below = new LinkedHashMap<>();
        readInto(below, merged, path, duplicates);
        below.forEach(map::putIfAbsent);
        continue;
      }
      String key = scalar.getValue();
      String below = path.isEmpty() ? key : path + "." + key;
      if (map.containsKey(key)) {
        duplicates.add(below);
      }
      map.put(key, value(tuple.getValueNode(), below, duplicates));
    }
  }

  private static @Nullable Object scalar(ScalarNode node) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true", "yes", "on", "y" -> true;
        default -> false;
      };
    }
    if (tag.equals(Tag.INT)) {
      return integer(text);
    }
    return tag.equals(Tag.FLOAT) ? floating(text) : text;
  }

  /// Sexagesimal numbers such as `12:30` stay text, as in Go.
  private static Object integer(String text) {
    String digits = text.replace("_", "");
    boolean negative = digits.startsWith("-");
    String plain = digits.startsWith("-") || digits.startsWith("+") ? digits.substring(1) : digits;
    try {
      BigInteger number = magnitude(plain);
      number = negative ? number.negate() : number;
      return number.bitLength() < Long.SIZE
          ? (Object) number.longValue()
          : (Object) number.doubleValue();
    } catch (NumberFormatException e) {
      return text;
    }
  }

  private static BigInteger magnitude(String digits) {
    if (digits.startsWith("0x")) {
      return new BigInteger(digits.substring(2), 16);
    }
    if (digits.startsWith("0b")) {
      return new BigInteger(digits.substring(2), 2);
    }
    if (digits.startsWith("0o")) {
      return new BigInteger(digits.substring(2), 8);
    }
    boolean octal = digits.length() > 1 && digits.startsWith("0");
    return new BigInteger(digits, octal ? 8 : 10);
  }

  private static Object floating(String text) {
    try {
      return Double.valueOf(text.replace("_", ""));
    } catch (NumberFormatException e) {
      return text;
    }
  }
}
