package org.sceneremix.renderer.gl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ComputeContextTest {

  private static final int GROUP = 64;

  private static ComputeContext context;

  @BeforeAll
  static void open() {
    context = Computing.open();
  }

  @AfterAll
  static void close() {
    if (context != null) {
      context.close();
    }
  }

  private static float sum(float[] values) {
    try (ShaderProgram program =
            ShaderProgram.computing(ComputeContextTest.class, "sum.comp", Map.of("GROUP", GROUP));
        StorageBuffer input = new StorageBuffer(values.length);
        StorageBuffer output = new StorageBuffer(1)) {
      input.upload(values);
      output.clear();
      program.use();
      input.bind(0);
      output.bind(1);
      program.dispatch(values.length / GROUP, 1, 1);
      return output.download(1)[0];
    }
  }

  /** 0 to n - 1, whose sum is exact. */
  private static float[] counting(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = i;
    }
    return values;
  }

  @Test
  void sharedMemoryAndCompareAndSwapAddUp() {
    assertThat(context.call(() -> sum(counting(GROUP * 40)))).isEqualTo(2560 * 2559 / 2f);
  }

  @Test
  void trafficIsWhatWasCopiedToAndFro() {
    Traffic before = context.call(StorageBuffer::traffic);
    context.run(() -> sum(counting(GROUP * 40)));
    Traffic since = context.call(StorageBuffer::traffic).since(before);
    assertThat(since).isEqualTo(new Traffic(4L * GROUP * 40, 4));
  }

  @Test
  void callsComeFromAnyThread() {
    List<Float> sums =
        IntStream.range(1, 9)
            .parallel()
            .mapToObj(groups -> context.call(() -> sum(counting(GROUP * groups))))
            .toList();
    for (int groups = 1; groups < 9; groups++) {
      int n = GROUP * groups;
      assertThat(sums.get(groups - 1)).isEqualTo(n * (n - 1) / 2f);
    }
  }

  @Test
  void callsWithinACallAreDoneAtOnce() {
    assertThat(context.<String>call(() -> context.call(() -> "inner"))).isEqualTo("inner");
  }

  @Test
  void twoContextsAtOnceDoNotMix() {
    try (ComputeContext other = ComputeContext.open()) {
      float here = context.call(() -> sum(counting(GROUP)));
      float there = other.call(() -> sum(counting(2 * GROUP)));
      assertThat(here).isEqualTo(64 * 63 / 2f);
      assertThat(there).isEqualTo(128 * 127 / 2f);
    }
    assertThat(context.call(() -> sum(counting(GROUP)))).isEqualTo(64 * 63 / 2f);
  }

  @Test
  void partsOfABufferAreWrittenAndRead() {
    float[] read =
        context.call(
            () -> {
              try (StorageBuffer buffer = new StorageBuffer(6)) {
                buffer.clear();
                buffer.upload(2, new float[] {7, 8, 9}, 1, 2);
                float[] target = new float[8];
                buffer.download(1, target, 2, 4);
                return target;
              }
            });
    assertThat(read).containsExactly(0, 0, 0, 8, 9, 0, 0, 0);
  }

  @Test
  void failuresOfWorkReachTheCaller() {
    assertThatThrownBy(
            () ->
                context.run(
                    () ->
                        ShaderProgram.computing(ComputeContextTest.class, "broken.comp", Map.of())))
        .isInstanceOf(GlException.class)
        .hasMessageContaining("broken.comp")
        .hasMessageContaining("update the driver");
    assertThatThrownBy(
            () ->
                context.run(
                    () -> ShaderProgram.computing(ComputeContextTest.class, "none.comp", Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.comp");
  }

  @Test
  void bufferRefusesWhatDoesNotFit() {
    assertThatThrownBy(
            () ->
                context.run(
                    () -> {
                      try (StorageBuffer buffer = new StorageBuffer(4)) {
                        buffer.upload(new float[5]);
                      }
                    }))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void softwareRenderersAreTold() {
    assertThat(new Device("llvmpipe (LLVM 15.0.6, 256 bits)", "Mesa", "4.5", false).isSoftware())
        .isTrue();
    assertThat(new Device("NVIDIA H100/PCIe", "NVIDIA Corporation", "4.6.0", true).isSoftware())
        .isFalse();
    assertThat(context.device().version()).matches("4\\.[3-6].*");
  }
}
