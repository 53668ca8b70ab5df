package dev.fairway.inference.onnx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Text to token ids as BERT's uncased WordPiece does it: clean, split, strip accents, lower-case,
/// then the greedy longest match. Immutable; any thread; linear in the length of the text.
///
/// Control tokens inside the text (`[MASK]`, `[SEP]`) are text here, so input cannot inject them.
final class WordPiece {
  private static final int LONGEST_WORD = 100;
  private static final String CONTINUATION = "##";

  private final Map<String, Integer> vocabulary;
  private final int longestPiece;
  private final int unknown;
  private final int first;
  private final int last;

  WordPiece(Map<String, Integer> vocabulary) {
    this.vocabulary = Map.copyOf(vocabulary);
    this.longestPiece = vocabulary.keySet().stream().mapToInt(String::length).max().orElse(0);
    this.unknown = id("[UNK]");
    this.first = id("[CLS]");
    this.last = id("[SEP]");
  }

  /// Reads `model.vocab` of a `tokenizer.json`, streaming: building its tree takes seconds when
  /// cold.
  ///
  /// @throws IllegalArgumentException when the tokenizer keeps upper case, or lacks a control token
  static WordPiece ofTokenizerJson(InputStream json) throws IOException {
    Map<String, Integer> vocabulary = HashMap.newHashMap(31_000);
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME && "vocab".equals(parser.currentName())) {
          readVocabulary(parser, vocabulary);
        } else if ("lowercase".equals(parser.currentName())
            && parser.currentToken() == JsonToken.VALUE_FALSE) {
          throw new IllegalArgumentException("it keeps upper case");
        }
      }
    }
    return new WordPiece(vocabulary);
  }

  private static void readVocabulary(JsonParser parser, Map<String, Integer> vocabulary)
      throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("its vocabulary is no object");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      vocabulary.put(parser.currentName(), parser.nextIntValue(-1));
    }
  }

  /// Reads a vocabulary of one token a line.
  ///
  /// @throws IllegalArgumentException when a control token is missing
  static WordPiece ofVocabulary(byte[] utf8) {
    Map<String, Integer> vocabulary = HashMap.newHashMap(31_000);
    for (String token : new String(utf8, StandardCharsets.UTF_8).split("\\R")) {
      vocabulary.put(token, vocabulary.size());
    }
    return new WordPiece(vocabulary);
  }

  /// The ids of the text between the start and the end token.
  long[] encode(String text) {
    List<Integer> ids = new ArrayList<>();
    ids.add(first);
    for (String word : words(text)) {
      addPieces(word, ids);
    }
    ids.add(last);
    return ids.stream().mapToLong(Integer::longValue).toArray();
  }

  private List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    Normalizer.normalize(spaced(text), Normalizer.Form.NFD)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        // Each code point alone: String.toLowerCase would turn a final sigma into another letter.
        .map(Character::toLowerCase)
        .forEach(c -> {
          if (isSpace(c)) {
            finish(word, words);
          } else if (isPunctuation(c)) {
            finish(word, words);
            words.add(Character.toString(c));
          } else {
            word.appendCodePoint(c);
          }
        });
    finish(word, words);
    return words;
  }

  private static void finish(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  /// Drops what cannot be seen, makes every space a plain one, puts spaces round ideographs.
  private static String spaced(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          if (isSpace(c)) {
            out.append(' ');
          } else if (isIdeograph(c)) {
            out.append(' ').appendCodePoint(c).append(' ');
          } else if (!isInvisible(c)) {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }

  private void addPieces(String word, List<Integer> ids) {
    int before = ids.size();
    if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
      ids.add(unknown);
      return;
    }
    int start = 0;
    while (start < word.length()) {
      int end = longestMatch(word, start, ids);
      if (end < 0) {
        ids.subList(before, ids.size()).clear();
        ids.add(unknown);
        return;
      }
      start = end;
    }
  }

  private int longestMatch(String word, int start, List<Integer> ids) {
    String prefix = start == 0 ? "" : CONTINUATION;
    for (int end = Math.min(word.length(), start + longestPiece); end > start; end--) {
      Integer id = vocabulary.get(prefix + word.substring(start, end));
      if (id != null) {
        ids.add(id);
        return end;
      }
    }
    return -1;
  }

  private int id(String token) {
    Integer id = vocabulary.get(token);
    if (id == null) {
      throw new IllegalArgumentException("the vocabulary has no " + token);
    }
    return id;
  }

  private static boolean isSpace(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || switch (Character.getType(c)) {
          case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
              true;
          default -> false;
        };
  }

  private static boolean isInvisible(int c) {
    return c == 0
        || c == 0xFFFD
        || switch (Character.getType(c)) {
          case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE ->
              true;
          default -> false;
        };
  }

  private static boolean isPunctuation(int c) {
    if (c < 128) {
      return c > ' ' && !Character.isLetterOrDigit(c) && c != 127;
    }
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  private static boolean isIdeograph(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0x20000 && c <= 0x2A6DF)
        || (c >= 0x2A700 && c <= 0x2B73F)
        || (c >= 0x2B740 && c <= 0x2B81F)
        || (c >= 0x2B820 && c <= 0x2CEAF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
  }
}
