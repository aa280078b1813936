package org.sceneremix.volume.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.DeflaterOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

class GridFileTest {

  private static final Aabb BOX = new Aabb(-1, -2, 0.1, 1.5, 2, 1.0 / 3);

  @TempDir Path folder;

  private static VoxelGrid random(int nx, int ny, int nz, long seed) {
    Random random = new Random(seed);
    float[] data = new float[VoxelGrid.sampleCount(nx, ny, nz)];
    for (int i = 0; i < data.length; i++) {
      data[i] = random.nextFloat() * 2 - 1;
    }
    return new VoxelGrid(nx, ny, nz, BOX, 12.7f, data);
  }

  private static ObjectNode metadata() {
    return JsonNodeFactory.instance.objectNode().put("note", "Übung").put("views", 3);
  }

  @Property(tries = 30)
  void whatIsWrittenIsRead(
      @ForAll @IntRange(min = 1, max = 40) int nx,
      @ForAll @IntRange(min = 1, max = 40) int ny,
      @ForAll @IntRange(min = 1, max = 40) int nz)
      throws IOException {
    Path temporary = Files.createTempDirectory("grid");
    try {
      Path file = temporary.resolve("a.grid");
      VoxelGrid grid = random(nx, ny, nz, nx);
      new GridFile(grid, metadata()).write(file);

      GridFile read = GridFile.read(file);
      assertThat(read.grid().data()).isEqualTo(grid.data());
      assertThat(read.grid().sameSize(grid)).isTrue();
      assertThat(read.grid().box()).isEqualTo(BOX);
      assertThat(read.grid().densityScale()).isEqualTo(12.7f);
      assertThat(read.metadata()).isEqualTo(metadata());
      Files.delete(file);
    } finally {
      Files.delete(temporary);
    }
  }

  @Test
  void streamedGridGivesTheSameBytes() throws IOException {
    Path whole = folder.resolve("whole.grid");
    Path streamed = folder.resolve("new/streamed.grid");
    // more than one block of samples
    VoxelGrid grid = random(40, 50, 11, 2);
    for (SampleType type : SampleType.values()) {
      new GridFile(grid, metadata()).write(whole, type);
      GridFile.stream(
          streamed,
          new GridHeader(new GridSize(40, 50, 11), BOX, 12.7f, type, metadata()),
          (start, count, out) -> System.arraycopy(grid.data(), start, out, 0, count));
      assertThat(streamed).hasSameBinaryContentAs(whole);
    }
    try (Stream<Path> files = Files.list(streamed.getParent())) {
      assertThat(files).containsExactly(streamed);
    }
  }

  @Test
  void headerIsReadWithoutTheSamples() throws IOException {
    Path file = folder.resolve("a.grid");
    new GridFile(random(5, 6, 7, 1), metadata()).write(file, SampleType.FLOAT16);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));

    GridHeader header = GridFile.readHeader(file);
    assertThat(header.size()).isEqualTo(new GridSize(5, 6, 7));
    assertThat(header.box()).isEqualTo(BOX);
    assertThat(header.densityScale()).isEqualTo(12.7f);
    assertThat(header.sampleType()).isEqualTo(SampleType.FLOAT16);
    assertThat(header.metadata()).isEqualTo(metadata());
  }

  @Test
  void halfPrecisionIsHalfAsLargeAndNearlyTheSame() throws IOException {
    VoxelGrid grid = random(20, 20, 20, 2);
    Path full = folder.resolve("full.grid");
    Path half = folder.resolve("half.grid");
    new GridFile(grid, metadata()).write(full);
    new GridFile(grid, metadata()).write(half, SampleType.FLOAT16);

    assertThat((double) Files.size(half)).isLessThan(0.6 * Files.size(full));
    float[] read = GridFile.read(half).grid().data();
    for (int i = 0; i < read.length; i++) {
      assertThat(read[i]).isCloseTo(grid.data()[i], within(2.5e-4f));
    }
  }

  @Test
  void theSameGridGivesTheSameBytes() throws IOException {
    Path a = folder.resolve("a.grid");
    Path b = folder.resolve("b.grid");
    new GridFile(random(9, 8, 7, 3), metadata()).write(a);
    new GridFile(random(9, 8, 7, 3), metadata()).write(b);
    assertThat(b).hasSameBinaryContentAs(a);
  }

  /** A file put together from the description of the format alone. */
  @Test
  void aFileAssembledByHandIsRead() throws IOException {
    String header =
        "{ \"sampleType\":\"float32\", \"size\":[2,1,1], \"box\":[0,0,0,2,1,1],"
            + " \"densityScale\":50, \"metadata\":{} }";
    float[] samples = {0.5f, -0.25f, 1f, -1f, 0f, 0.125f, -0.5f, 0.75f};
    Path file = folder.resolve("hand.grid");
    Files.write(file, assemble(header, shuffled(samples)));

    VoxelGrid grid = GridFile.read(file).grid();
    assertThat(grid.data()).containsExactly(samples);
    assertThat(grid.nx()).isEqualTo(2);
    assertThat(grid.box()).isEqualTo(new Aabb(0, 0, 0, 2, 1, 1));
    assertThat(grid.densityScale()).isEqualTo(50f);
  }

  private static byte[] shuffled(float[] samples) {
    byte[] bytes = new byte[4 * samples.length];
    for (int i = 0; i < samples.length; i++) {
      int bits = Float.floatToIntBits(samples[i]);
      for (int plane = 0; plane < 4; plane++) {
        bytes[plane * samples.length + i] = (byte) (bits >>> (24 - 8 * plane));
      }
    }
    return bytes;
  }

  private static byte[] assemble(String header, byte[] shuffled) throws IOException {
    ByteArrayOutputStream zlib = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(zlib)) {
      out.write(shuffled);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {(byte) 0x89, 'S', 'R', 'G', 13, 10, 26, 10});
    out.writeInt(1);
    out.writeInt(header.getBytes(StandardCharsets.UTF_8).length);
    out.write(header.getBytes(StandardCharsets.UTF_8));
    out.writeInt(crc(bytes.toByteArray()));
    out.writeLong(zlib.size());
    out.write(zlib.toByteArray());
    out.writeInt(crc(bytes.toByteArray()));
    return bytes.toByteArray();
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  @Test
  void everyTruncationIsReported() throws IOException {
    Path file = folder.resolve("a.grid");
    new GridFile(random(3, 4, 2, 4), metadata()).write(file);
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> GridFile.read(file))
          .as("%d of %d bytes", length, bytes.length)
          .isInstanceOf(GridFormatException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining(length < 8 ? "is not a grid file" : "ends too early")
          .hasMessageContaining("; ");
    }
  }

  @Test
  void everyFlippedBitIsReported() throws IOException {
    Path file = folder.resolve("a.grid");
    new GridFile(random(2, 2, 2, 5), metadata()).write(file);
    byte[] bytes = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] damaged = bytes.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, damaged);
      assertThatThrownBy(() -> GridFile.read(file))
          .as("bit %d of byte %d", bit % 8, bit / 8)
          .isInstanceOf(GridFormatException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void anythingAppendedIsReported() throws IOException {
    Path file = folder.resolve("a.grid");
    new GridFile(random(2, 2, 2, 5), metadata()).write(file);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
    assertThatThrownBy(() -> GridFile.read(file))
        .isInstanceOf(GridFormatException.class)
        .hasMessageContaining("goes on after its end");
  }

  private String problemOf(String header, byte[] shuffled) throws IOException {
    Path file = folder.resolve("hostile.grid");
    Files.write(file, assemble(header, shuffled));
    try {
      GridFile.read(file);
    } catch (GridFormatException e) {
      return e.getMessage();
    }
    throw new AssertionError("was read: " + header);
  }

  private static String header(String size, String box, String scale, String type) {
    return "{\"size\":"
        + size
        + ",\"box\":"
        + box
        + ",\"densityScale\":"
        + scale
        + ",\"sampleType\":\""
        + type
        + "\",\"metadata\":{}}";
  }

  @Test
  void headersThatMakeNoSenseAreReported() throws IOException {
    String box = "[0,0,0,1,1,1]";
    byte[] one = new byte[16];
    assertThat(problemOf("{", one)).contains("a header that makes no sense");
    assertThat(problemOf("[]", one)).contains("\"size\" is not 3 numbers");
    assertThat(problemOf(header("[1,1]", box, "1", "float32"), one)).contains("\"size\"");
    assertThat(problemOf(header("[1,1,0]", box, "1", "float32"), one)).contains("no voxel count");
    assertThat(problemOf(header("[1,1,1.5]", box, "1", "float32"), one)).contains("1.5");
    assertThat(problemOf(header("[1,1,1]", "[0,0,0,1,1,0]", "1", "float32"), one))
        .contains("the box is empty along z");
    assertThat(problemOf(header("[1,1,1]", box, "0", "float32"), one)).contains("densityScale");
    assertThat(problemOf(header("[1,1,1]", box, "1e99", "float32"), one)).contains("densityScale");
    assertThat(problemOf(header("[1,1,1]", box, "1", "float64"), one)).contains("sampleType");
  }

  /** Sizes far beyond memory, of which the few bytes of data cannot be the samples. */
  @Test
  void hugeSizesAreRefusedBeforeMemoryIsTaken() throws IOException {
    String box = "[0,0,0,1,1,1]";
    byte[] one = new byte[16];
    assertThat(problemOf(header("[800,800,800]", box, "1", "float32"), one))
        .contains("announces 800x800x800 voxels but holds too little data");
    assertThat(problemOf(header("[100000,100000,100000]", box, "1", "float32"), one))
        .contains("too large");
    assertThat(problemOf(header("[9,1,1]", box, "1", "float32"), one))
        .contains("holds less data than its header announces");
  }

  @Test
  void dataThatDecompressToMoreThanAnnouncedAreReported() throws IOException {
    assertThat(
            problemOf(
                header("[1,1,1]", "[0,0,0,1,1,1]", "1", "float32"), new byte[100 * 1024 * 1024]))
        .contains("holds more data than its header announces");
  }

  @Test
  void samplesThatAreNotFiniteAreRefusedBothWays() throws IOException {
    assertThat(
            problemOf(
                header("[1,1,1]", "[0,0,0,1,1,1]", "1", "float32"),
                shuffled(new float[] {0, Float.NaN, 0, 0})))
        .contains("not a finite number");

    VoxelGrid grid = random(2, 2, 2, 1);
    grid.data()[7] = Float.NEGATIVE_INFINITY;
    Path file = folder.resolve("bad.grid");
    assertThatThrownBy(() -> new GridFile(grid, metadata()).write(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sample 7 of the grid is -Infinity");
    assertThat(file).doesNotExist();
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a.grid");
    new GridFile(random(2, 2, 2, 1), metadata()).write(file);
    byte[] before = Files.readAllBytes(file);
    VoxelGrid bad = random(2, 2, 2, 2);
    bad.data()[0] = Float.NaN;

    assertThatThrownBy(() -> new GridFile(bad, metadata()).write(file))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(file).hasBinaryContent(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void writingReplacesAndMakesFolders() throws IOException {
    Path file = folder.resolve("new/folders/a.grid");
    new GridFile(random(2, 2, 2, 1), metadata()).write(file);
    new GridFile(random(3, 2, 2, 1), metadata()).write(file);
    assertThat(GridFile.read(file).grid().nx()).isEqualTo(3);
  }

  @Test
  void whatIsNoGridFileIsSaidToBeNone() throws IOException {
    Path missing = folder.resolve("missing.grid");
    assertThatThrownBy(() -> GridFile.read(missing))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(missing + ": this file does not exist");
    assertThatThrownBy(() -> GridFile.read(folder))
        .isInstanceOf(GridFormatException.class)
        .hasMessageContaining("is a folder");
    Path text = Files.writeString(folder.resolve("text.grid"), "hello, this is no grid at all");
    assertThatThrownBy(() -> GridFile.readHeader(text))
        .isInstanceOf(GridFormatException.class)
        .hasMessageContaining("is not a grid file");
    assertThatThrownBy(() -> new GridFile(random(1, 1, 1, 1), metadata()).write(folder))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(FileSystemException.class)
        .hasMessageContaining("is a folder");
  }

  /**
   * The file was written when version 1 was new; it must stay readable as long as there are any.
   */
  @Test
  void aFileOfVersion1IsRead() throws Exception {
    Path old = Path.of(GridFileTest.class.getResource("version-1.grid").toURI());
    GridFile file = GridFile.read(old);
    assertThat(file.metadata().path("title").asText()).isEqualTo("of version 1");
    VoxelGrid grid = file.grid();
    assertThat(GridSize.of(grid)).isEqualTo(new GridSize(3, 2, 2));
    assertThat(grid.box()).isEqualTo(new Aabb(-1, -2, 0, 2, 0, 1));
    assertThat(grid.densityScale()).isEqualTo(40f);
    for (int i = 0; i < grid.data().length; i++) {
      assertThat(grid.data()[i]).isEqualTo(i / 24f - 1);
    }
  }

  @Test
  void filesOfLaterVersionsAreNamedAsSuch() throws IOException {
    Path file = folder.resolve("a.grid");
    new GridFile(random(1, 1, 1, 1), metadata()).write(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[11] = 9;
    Files.write(file, bytes);
    assertThatThrownBy(() -> GridFile.read(file))
        .isInstanceOf(GridFormatException.class)
        .hasMessageContaining("has format version 9, but this program reads 1");
  }
}
