package org.sceneremix.viewer.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sceneremix.volume.io.AtomicFile;

/**
 * An HTML page of text, figures and tables in one file: style and pictures are inside it, nothing
 * is loaded from elsewhere.
 *
 * <p>Text is plain text; it is escaped. Parts appear in the order in which they are added.
 */
public final class ReportPage {

  private final String title;
  private final StringBuilder body = new StringBuilder();

  /**
   * @param title heading and window title
   * @param lead the paragraph below it
   */
  public ReportPage(String title, String lead) {
    this.title = title;
    body.append("<header><h1>")
        .append(escaped(title))
        .append("</h1><p>")
        .append(escaped(lead))
        .append("</p></header>\n");
  }

  /** Begins a part of the page. */
  public ReportPage section(String heading, String text) {
    body.append("<h2>").append(escaped(heading)).append("</h2>\n");
    if (!text.isEmpty()) {
      body.append("<p>").append(escaped(text)).append("</p>\n");
    }
    return this;
  }

  /** Figures side by side with their captions, sharing the width of the page. */
  public ReportPage strip(List<Figure> figures) {
    body.append("<div class=\"strip\">\n");
    figures.forEach(figure -> appendFigure(figure, true));
    body.append("</div>\n");
    return this;
  }

  /** Figures that belong together, in one row under one caption; theirs are only read out. */
  public ReportPage row(String caption, List<Figure> figures) {
    body.append("<section class=\"row\"><h3>").append(escaped(caption)).append("</h3><div>\n");
    figures.forEach(figure -> appendFigure(figure, false));
    body.append("</div></section>\n");
    return this;
  }

  private void appendFigure(Figure figure, boolean withCaption) {
    body.append("<figure><img src=\"")
        .append(figure.source())
        .append("\" alt=\"")
        .append(escaped(figure.caption()))
        .append("\">");
    if (withCaption) {
      body.append("<figcaption>").append(escaped(figure.caption())).append("</figcaption>");
    }
    body.append("</figure>\n");
  }

  /**
   * A table; its first column holds the rows' names.
   *
   * @throws IllegalArgumentException if a row has not as many cells as the header
   */
  public ReportPage table(List<String> header, List<List<String>> rows) {
    body.append("<div class=\"table\"><table><thead><tr>");
    for (String cell : header) {
      body.append("<th scope=\"col\">").append(escaped(cell)).append("</th>");
    }
    body.append("</tr></thead><tbody>\n");
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(
            "a row of " + row.size() + " cells under " + header.size() + " headings: " + row);
      }
      body.append("<tr><th scope=\"row\">").append(escaped(row.get(0))).append("</th>");
      for (String cell : row.subList(1, row.size())) {
        body.append("<td>").append(escaped(cell)).append("</td>");
      }
      body.append("</tr>\n");
    }
    body.append("</tbody></table></div>\n");
    return this;
  }

  /** Names and what they are, one pair a line, in the map's order. */
  public ReportPage facts(Map<String, String> facts) {
    body.append("<dl>\n");
    facts.forEach(
        (name, value) ->
            body.append("<dt>")
                .append(escaped(name))
                .append("</dt><dd>")
                .append(escaped(value))
                .append("</dd>\n"));
    body.append("</dl>\n");
    return this;
  }

  /** Charts side by side, two in a row. */
  public ReportPage charts(LineChart... charts) {
    body.append("<div class=\"charts\">\n");
    for (LineChart chart : charts) {
      body.append("<figure>")
          .append(chart.svg())
          .append("<figcaption>")
          .append(chart.legend())
          .append("</figcaption></figure>\n");
    }
    body.append("</div>\n");
    return this;
  }

  /** The whole page. */
  public String html() {
    return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        + "<meta name=\"color-scheme\" content=\"light dark\"><title>"
        + escaped(title)
        + "</title><style>\n"
        + style()
        + "</style></head>\n<body><main>\n"
        + body
        + "</main></body></html>\n";
  }

  /** Writes the page; the file appears whole or not at all. */
  public void write(Path file) throws IOException {
    AtomicFile.writeText(file, html());
  }

  private static String style() {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
