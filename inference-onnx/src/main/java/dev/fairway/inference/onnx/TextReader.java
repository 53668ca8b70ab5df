package dev.fairway.inference.onnx;

import ai.onnxruntime.OrtException;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A picture to the lines of text in it: finds boxes, joins those that stand side by side to a
/// line, reads each box. Upright text of one column; a line across two columns is one line.
record TextReader(TextDetector detector, TextRecogniser recogniser) {
  private static final double LINE_AT_LEAST = 0.5;

  /// Of a line's height, left round it for the recogniser: in a tight cut it loses spaces.
  private static final int MARGIN_PART = 6;

  /// @param confidence mean probability of its characters
  record Line(String text, double confidence, Box box) {}

  /// Lines from top to bottom. Asks [RunSlots#goOn] before each of its runs.
  List<Line> read(BufferedImage image) throws OrtException, InterruptedException {
    RunSlots.goOn();
    List<Line> lines = new ArrayList<>();
    for (List<Box> row : rows(detector.find(image))) {
      Line line = readRow(image, row);
      if (line.confidence() >= LINE_AT_LEAST) {
        lines.add(line);
      }
    }
    return lines;
  }

  static List<List<Box>> rows(List<Box> boxes) {
    List<List<Box>> rows = new ArrayList<>();
    for (Box box : boxes.stream().sorted(Comparator.comparingInt(Box::top)).toList()) {
      rows.stream()
          .filter(row -> Box.around(row).besides(box))
          .findFirst()
          .orElseGet(() -> {
            rows.add(new ArrayList<>());
            return rows.getLast();
          })
          .add(box);
    }
    rows.forEach(row -> row.sort(Comparator.comparingInt(Box::left)));
    return rows;
  }

  /// What cannot be read in a row is left out of it.
  private Line readRow(BufferedImage image, List<Box> row)
      throws OrtException, InterruptedException {
    StringBuilder text = new StringBuilder();
    double sum = 0;
    int characters = 0;
    for (Box box : row) {
      RunSlots.goOn();
      TextRecogniser.Line read = recogniser.read(cut(image, box));
      if (read.confidence() >= LINE_AT_LEAST) {
        text.append(text.isEmpty() ? "" : " ").append(read.text());
        sum += read.confidence() * read.text().length();
        characters += read.text().length();
      }
    }
    return new Line(text.toString(), characters == 0 ? 0 : sum / characters, Box.around(row));
  }

  private static BufferedImage cut(BufferedImage image, Box box) {
    Box wide =
        box.grown(box.height() / MARGIN_PART).scaled(1, 1, image.getWidth(), image.getHeight());
    return image.getSubimage(wide.left(), wide.top(), wide.width(), wide.height());
  }
}
