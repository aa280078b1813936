package org.sceneremix.viewer.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java in the documentation is Java, and speaks of what there is. */
class DocumentedProgramsTest {

  /** Tests run in the folder of their module. */
  private static final Path ROOT = Path.of("..");

  private static final Pattern PROGRAM = Pattern.compile("(?s)```java\n(.*?)```");
  private static final Pattern NAME = Pattern.compile("public final class (\\w+)");

  @Test
  void programsOfTheDocumentationCompile(@TempDir Path classes) throws IOException {
    List<JavaFileObject> programs = new ArrayList<>();
    try (Stream<Path> documents = Files.list(ROOT.resolve("docs"))) {
      for (Path document :
          Stream.concat(Stream.of(ROOT.resolve("README.md")), documents)
              .filter(file -> file.toString().endsWith(".md"))
              .toList()) {
        Matcher program = PROGRAM.matcher(Files.readString(document));
        while (program.find()) {
          programs.add(new Program(program.group(1)));
        }
      }
    }
    assertThat(programs).hasSizeGreaterThanOrEqualTo(2);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> options =
        List.of("-proc:none", "-Xlint:deprecation", "-cp", classPath, "-d", classes.toString());
    StringWriter complaints = new StringWriter();
    compiler.getTask(complaints, null, null, options, null, programs).call();
    assertThat(complaints.toString()).isEmpty();
  }

  private static final class Program extends SimpleJavaFileObject {

    private final String text;

    Program(String text) {
      super(URI.create("string:///" + nameIn(text) + ".java"), Kind.SOURCE);
      this.text = text;
    }

    private static String nameIn(String text) {
      Matcher name = NAME.matcher(text);
      assertThat(name.find()).as("a public class in %s", text).isTrue();
      return name.group(1);
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
