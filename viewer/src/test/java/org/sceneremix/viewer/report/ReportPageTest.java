package org.sceneremix.viewer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {

  private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3};

  @Test
  void nothingIsLoadedFromElsewhere() {
    String html =
        new ReportPage("Blocks", "lead")
            .section("Photographs", "")
            .strip(List.of(Figure.png(PICTURE, "view 0"), Figure.gif(PICTURE, "turning")))
            .html();
    Matcher references = Pattern.compile("(src|href)=\"(.{5})|url\\(|@import").matcher(html);
    assertThat(references.results().map(found -> found.group(2)))
        .hasSize(2)
        .allMatch("data:"::equals);
  }

  @Test
  void figuresKeepTheirBytes() {
    String html = new ReportPage("t", "").strip(List.of(Figure.png(PICTURE, "c"))).html();
    Matcher data = Pattern.compile("data:image/png;base64,([^\"]*)\"").matcher(html);
    assertThat(data.find()).isTrue();
    assertThat(Base64.getDecoder().decode(data.group(1))).isEqualTo(PICTURE);
  }

  @Test
  void textIsEscapedWhereverItComesFrom() {
    String evil = "<script>\"&";
    String html =
        new ReportPage(evil, evil)
            .section(evil, evil)
            .row(evil, List.of(Figure.png(PICTURE, evil)))
            .table(List.of(evil), List.of(List.of(evil)))
            .facts(Map.of(evil, evil))
            .html();
    assertThat(html).doesNotContain("<script").contains("&lt;script&gt;&quot;&amp;");
  }

  @Test
  void rowsMustFitTheHeader() {
    assertThatThrownBy(
            () -> new ReportPage("t", "").table(List.of("a", "b"), List.of(List.of("1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 headings");
  }

  @Test
  void writingReplacesAnOlderReportAndLeavesNothingElse(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("report.html");
    Files.writeString(file, "old");
    ReportPage page = new ReportPage("new", "");
    page.write(file);
    assertThat(file).hasContent(page.html());
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
