package org.sceneremix.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.sceneremix.viewer.bench.BenchmarkSuite;

class JmhSuiteTest {

  @Test
  void commandFindsTheSuite() {
    assertThat(ServiceLoader.load(BenchmarkSuite.class).findFirst())
        .containsInstanceOf(JmhSuite.class);
  }

  @Test
  void namesTellBenchmarksApart() {
    List<BenchmarkSuite.Benchmark> all = new JmhSuite().benchmarks(Optional.empty());
    assertThat(all).extracting(BenchmarkSuite.Benchmark::name).doesNotHaveDuplicates();
  }

  @Test
  void everyNamedMethodAndParameterExists() throws ReflectiveOperationException {
    for (BenchmarkSuite.Benchmark benchmark : new JmhSuite().benchmarks(Optional.empty())) {
      JmhBenchmark jmh = (JmhBenchmark) benchmark;
      assertThat(jmh.type().getMethods())
          .as(jmh.name())
          .anyMatch(
              method ->
                  method.getName().equals(jmh.method())
                      && method.isAnnotationPresent(Benchmark.class));
      for (String parameter : jmh.parameters().keySet()) {
        assertThat(jmh.type().getField(parameter).isAnnotationPresent(Param.class)).isTrue();
      }
    }
  }

  @Test
  void parametersWithSeveralValuesAreNamed() {
    for (BenchmarkSuite.Benchmark benchmark : new JmhSuite().benchmarks(Optional.empty())) {
      JmhBenchmark jmh = (JmhBenchmark) benchmark;
      for (Field field : jmh.type().getFields()) {
        Param param = field.getAnnotation(Param.class);
        // without values, they are those of an enum
        if (param != null && (field.getType().isEnum() || param.value().length > 1)) {
          assertThat(jmh.parameters()).as(jmh.name()).containsKey(field.getName());
        }
      }
    }
  }
}
