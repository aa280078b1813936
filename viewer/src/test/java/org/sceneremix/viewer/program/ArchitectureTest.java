package org.sceneremix.viewer.program;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which direction modules and packages know each other. */
class ArchitectureTest {

  /** Each knows those before it. */
  private static final List<String> MODULES =
      List.of("volume", "renderer", "scenes", "gan", "viewer");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(MODULES.stream().map(ArchitectureTest::packageOf).toList());

  private static String packageOf(String module) {
    return "org.sceneremix." + module;
  }

  @ParameterizedTest
  @ValueSource(strings = {"volume", "renderer", "scenes", "gan"})
  void modulesDoNotKnowThoseAfterThem(String module) {
    String[] later =
        MODULES.stream()
            .skip(MODULES.indexOf(module) + 1)
            .map(after -> packageOf(after) + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(packageOf(module) + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(later)
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.sceneremix.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyModuleIsLookedAt() {
    assertThat(MODULES)
        .allSatisfy(
            module ->
                assertThat(CLASSES)
                    .anyMatch(found -> found.getPackageName().startsWith(packageOf(module))));
  }
}
