package dev.fairway.app;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Where commands write: results on the standard output, progress on the standard error stream. Any
/// thread.
final class Terminal {
  private static final String RESET = "\u001b[0m";

  private final PrintStream out;
  private final PrintStream progress;
  private final boolean colours;
  private final boolean quiet;

  enum Colour {
    PLAIN(""),
    BOLD("\u001b[1m"),
    DIM("\u001b[2m"),
    GREEN("\u001b[32m"),
    RED("\u001b[31m"),
    YELLOW("\u001b[33m");

    private final String code;

    Colour(String code) {
      this.code = code;
    }
  }

  /// One cell of a table.
  record Cell(String text, Colour colour) {
    static Cell of(String text) {
      return new Cell(text, Colour.PLAIN);
    }
  }

  Terminal(PrintStream out, PrintStream progress, boolean colours, boolean quiet) {
    this.out = out;
    this.progress = progress;
    this.colours = colours;
    this.quiet = quiet;
  }

  void print(String text) {
    out.println(text);
  }

  /// A piece of a line, shown at once.
  void piece(String text) {
    out.print(text);
    out.flush();
  }

  void heading(String text) {
    out.println();
    out.println(painted(text, Colour.BOLD));
  }

  /// Says what is being done; nothing in quiet mode.
  void progress(String text) {
    if (!quiet) {
      progress.println(painted(text, Colour.DIM));
      progress.flush();
    }
  }

  void error(String text) {
    progress.println(painted("error: ", Colour.RED) + text);
  }

  /// Rows under a heading, each column as wide as its longest cell.
  void table(List<String> headings, List<List<Cell>> rows) {
    int[] widths = new int[headings.size()];
    for (int column = 0; column < widths.length; column++) {
      int at = column;
      widths[column] =
          rows.stream()
              .mapToInt(row -> row.get(at).text().length())
              .reduce(headings.get(column).length(), Math::max);
    }
    out.println(line(headings.stream().map(h -> new Cell(h, Colour.BOLD)).toList(), widths));
    rows.forEach(row -> out.println(line(row, widths)));
  }

  private String line(List<Cell> cells, int[] widths) {
    List<String> padded = new ArrayList<>();
    for (int column = 0; column < widths.length; column++) {
      Cell cell = cells.get(column);
      boolean last = column == widths.length - 1;
      String fill = last ? "" : " ".repeat(widths[column] - cell.text().length());
      padded.add(painted(cell.text(), cell.colour()) + fill);
    }
    return String.join("   ", padded);
  }

  private String painted(String text, Colour colour) {
    return colours && colour != Colour.PLAIN ? colour.code + text + RESET : text;
  }
}
