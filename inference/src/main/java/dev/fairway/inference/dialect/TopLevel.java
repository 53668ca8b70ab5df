package dev.fairway.inference.dialect;

import dev.fairway.inference.chat.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where some top-level fields of a JSON object stand in its bytes: one pass, no tree. It accepts
/// what RFC 8259 accepts, except for the spelling of numbers and the well-formedness of UTF-8,
/// which it leaves to whoever reads the whole; so that nothing means one thing here and another
/// there, a wanted field may stand only once, and anything after the object is refused.
final class TopLevel {
  private static final int MAX_DEPTH = Json.MAX_DEPTH;

  private final byte[] body;
  private final byte[][] names;
  private final int[] starts;
  private final int[] ends;
  private int at;

  /// The wanted names. Make it once: it may be shared by all threads.
  static final class Names {
    private final byte[][] names;

    Names(String... names) {
      this.names =
          Arrays.stream(names)
              .map(name -> name.getBytes(StandardCharsets.UTF_8))
              .toArray(byte[][]::new);
    }
  }

  private TopLevel(byte[] body, Names names) {
    this.body = body;
    this.names = names.names;
    this.starts = new int[this.names.length];
    this.ends = new int[this.names.length];
  }

  /// @throws WrongField when the body is no such object
  static TopLevel of(byte[] body, Names names) {
    TopLevel found = new TopLevel(body, names);
    found.object();
    return found;
  }

  boolean has(int name) {
    return ends[name] > 0;
  }

  /// Where the value begins.
  int start(int name) {
    return starts[name];
  }

  /// Where the value has ended.
  int end(int name) {
    return ends[name];
  }

  /// The value; null when the field is absent.
  @Nullable Json value(int name) {
    return has(name) ? Json.parse(Arrays.copyOfRange(body, starts[name], ends[name])) : null;
  }

  /// Where the object's last brace stands.
  int close() {
    int close = body.length - 1;
    while (body[close] != '}') {
      close--;
    }
    return close;
  }

  private void object() {
    space();
    expect('{', "must be a JSON object");
    space();
    if (peek() == '}') {
      at++;
    } else {
      do {
        field();
      } while (more('}'));
    }
    space();
    if (at < body.length) {
      throw wrong("has something after its last brace");
    }
  }

  private void field() {
    space();
    int start = at;
    boolean escaped = string();
    int name = escaped ? unescaped(start) : named(start + 1, at - 1);
    space();
    expect(':', "must have a colon after a name");
    space();
    int value = at;
    skip(1);
    if (name >= 0) {
      keep(name, value);
    }
  }

  private void keep(int name, int value) {
    if (has(name)) {
      throw new WrongField(
          new String(names[name], StandardCharsets.UTF_8), "must not stand there twice");
    }
    starts[name] = value;
    ends[name] = at;
  }

  private int named(int from, int to) {
    for (int i = 0; i < names.length; i++) {
      if (Arrays.equals(body, from, to, names[i], 0, names[i].length)) {
        return i;
      }
    }
    return -1;
  }

  /// A name may be spelled with escapes.
  private int unescaped(int start) {
    if (!(Json.parse(Arrays.copyOfRange(body, start, at)) instanceof Json.Str(var text))) {
      return -1;
    }
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < names.length; i++) {
      if (Arrays.equals(plain, names[i])) {
        return i;
      }
    }
    return -1;
  }

  /// Takes one value of any kind. The depth is bounded, so recursion is.
  private void skip(int depth) {
    switch (peek()) {
      case '"' -> string();
      case '{', '[' -> nested(depth);
      default -> literal();
    }
  }

  private void nested(int depth) {
    if (depth >= MAX_DEPTH) {
      throw wrong("is nested deeper than " + MAX_DEPTH);
    }
    boolean object = body[at] == '{';
    char close = object ? '}' : ']';
    at++;
    space();
    if (peek() == close) {
      at++;
      return;
    }
    do {
      space();
      if (object) {
        string();
        space();
        expect(':', "must have a colon after a name");
        space();
      }
      skip(depth + 1);
    } while (more(close));
  }

  /// True after a comma, false after the closing bracket.
  private boolean more(char close) {
    space();
    int next = peek();
    if (next != ',' && next != close) {
      throw wrong("must have a comma or '" + close + "'");
    }
    at++;
    return next == ',';
  }

  /// Takes a string; true when it holds escapes.
  private boolean string() {
    expect('"', "must have a string");
    boolean escaped = false;
    int i = at;
    while (i < body.length) {
      byte b = body[i];
      if (b == '"') {
        at = i + 1;
        return escaped;
      }
      if (b == '\\') {
        escaped = true;
        i = escape(i + 1);
      } else if (b >= 0 && b < ' ') {
        at = i;
        throw wrong("has a control character in a string");
      }
      i++;
    }
    at = body.length;
    throw wrong("ends within a string");
  }

  /// The last byte of an escape that begins there.
  private int escape(int letter) {
    byte b = letter < body.length ? body[letter] : 0;
    if (b == 'u') {
      for (int digit = letter + 1; digit <= letter + 4; digit++) {
        if (digit >= body.length || Character.digit(body[digit], 16) < 0) {
          at = letter;
          throw wrong("has an escape that is none");
        }
      }
      return letter + 4;
    }
    if ("\"\\/bfnrt".indexOf(b) < 0) {
      at = letter;
      throw wrong("has an escape that is none");
    }
    return letter;
  }

  private void literal() {
    int start = at;
    while (at < body.length && isLiteral(body[at])) {
      at++;
    }
    if (at == start) {
      throw wrong("must have a value");
    }
  }

  private static boolean isLiteral(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '+'
        || b == '.'
        || b == 'E';
  }

  private void space() {
    while (at < body.length && isSpace(body[at])) {
      at++;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private int peek() {
    return at < body.length ? body[at] : -1;
  }

  private void expect(char expected, String otherwise) {
    if (peek() != expected) {
      throw wrong(otherwise);
    }
    at++;
  }

  private WrongField wrong(String what) {
    return new WrongField("", what + ", at byte " + at);
  }
}
