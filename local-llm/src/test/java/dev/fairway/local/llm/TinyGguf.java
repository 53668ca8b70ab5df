package dev.fairway.local.llm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Writes a language model of one layer and random numbers, 110 KB: it babbles small letters,
/// always the same ones at temperature 0.
final class TinyGguf {
  static final int CONTEXT = 512;

  private static final int WIDTH = 32;
  private static final int UINT32 = 4;
  private static final int INT32 = 5;
  private static final int FLOAT32 = 6;
  private static final int STRING = 8;
  private static final int ARRAY = 9;
  private static final int ALIGNMENT = 32;
  private static final int CONTROL_TOKENS = 3;
  private static final int FIRST_LETTER = CONTROL_TOKENS + 256;

  private final Little head = new Little();
  private final Little tensors = new Little();
  private final Little data = new Little();
  private final Random random = new Random(1);
  private int facts;
  private int tensorCount;

  private TinyGguf() {}

  static void write(Path file) throws IOException {
    TinyGguf model = new TinyGguf();
    model.describe();
    int words = model.addVocabulary();
    model.addTensors(words);
    Little out = new Little();
    out.raw("GGUF").number(3).wide(model.tensorCount).wide(model.facts);
    out.bytes(model.head).bytes(model.tensors).align(ALIGNMENT).bytes(model.data);
    Files.write(file, out.array());
  }

  private void describe() {
    fact("general.architecture", STRING).text("llama");
    fact("llama.context_length", UINT32).number(CONTEXT);
    fact("llama.embedding_length", UINT32).number(WIDTH);
    fact("llama.block_count", UINT32).number(1);
    fact("llama.feed_forward_length", UINT32).number(WIDTH);
    fact("llama.attention.head_count", UINT32).number(2);
    fact("llama.attention.head_count_kv", UINT32).number(2);
    fact("llama.attention.layer_norm_rms_epsilon", FLOAT32).real(1e-5f);
    fact("llama.rope.dimension_count", UINT32).number(WIDTH / 2);
    fact("tokenizer.ggml.model", STRING).text("llama");
    fact("tokenizer.ggml.bos_token_id", UINT32).number(1);
    fact("tokenizer.ggml.eos_token_id", UINT32).number(2);
    fact("tokenizer.ggml.unknown_token_id", UINT32).number(0);
  }

  private int addVocabulary() {
    List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
    for (int value = 0; value < 256; value++) {
      tokens.add("<0x%02X>".formatted(value));
    }
    for (char letter = 'a'; letter <= 'z'; letter++) {
      tokens.add(String.valueOf(letter));
    }
    tokens.add("\u2581");
    fact("llama.vocab_size", UINT32).number(tokens.size());
    list("tokenizer.ggml.tokens", STRING, tokens.size());
    tokens.forEach(head::text);
    list("tokenizer.ggml.scores", FLOAT32, tokens.size());
    tokens.forEach(_ -> head.real(0));
    list("tokenizer.ggml.token_type", INT32, tokens.size());
    for (int i = 0; i < tokens.size(); i++) {
      head.number(i == 0 ? 2 : i < CONTROL_TOKENS ? 3 : i < FIRST_LETTER ? 6 : 1);
    }
    return tokens.size();
  }

  private void addTensors(int words) {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    shapes.put("token_embd", new int[] {WIDTH, words});
    shapes.put("output_norm", new int[] {WIDTH});
    shapes.put("output", new int[] {WIDTH, words});
    for (String norm : List.of("attn_norm", "ffn_norm")) {
      shapes.put("blk.0." + norm, new int[] {WIDTH});
    }
    for (String square :
        List.of("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")) {
      shapes.put("blk.0." + square, new int[] {WIDTH, WIDTH});
    }
    shapes.forEach(this::addTensor);
  }

  private void addTensor(String name, int[] shape) {
    tensors.text(name + ".weight").number(shape.length);
    int size = 1;
    for (int side : shape) {
      tensors.wide(side);
      size *= side;
    }
    tensors.number(0).wide(data.size());
    tensorCount++;
    for (int i = 0; i < size; i++) {
      float value = (float) random.nextGaussian() * 0.3f;
      boolean letter = i / WIDTH >= FIRST_LETTER;
      data.real(shape.length == 1 ? 1 : !name.equals("output") ? value : letter ? 4 * value : 0);
    }
  }

  private Little fact(String name, int type) {
    facts++;
    return head.text(name).number(type);
  }

  private void list(String name, int type, int length) {
    fact(name, ARRAY).number(type).wide(length);
  }

  /// Little-endian numbers one after the other.
  private static final class Little {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Little number(int value) {
      return bytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    Little wide(long value) {
      return bytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    }

    Little real(float value) {
      return number(Float.floatToIntBits(value));
    }

    Little text(String value) {
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      return wide(utf8.length).bytes(utf8);
    }

    Little raw(String ascii) {
      return bytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    Little bytes(Little other) {
      return bytes(other.array());
    }

    Little bytes(byte[] value) {
      out.writeBytes(value);
      return this;
    }

    Little align(int to) {
      while (out.size() % to != 0) {
        out.write(0);
      }
      return this;
    }

    int size() {
      return out.size();
    }

    byte[] array() {
      return out.toByteArray();
    }
  }
}
