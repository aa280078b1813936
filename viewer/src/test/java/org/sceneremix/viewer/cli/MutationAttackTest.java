package org.sceneremix.viewer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sceneremix.gan.model.ModelFolder;
import org.sceneremix.gan.net.Engine;
import org.sceneremix.gan.train.TrainingLog;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.camera.Intrinsics;
import org.sceneremix.renderer.camera.Orbit;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.image.ImageFiles;
import org.sceneremix.scenes.capture.CameraJson;
import org.sceneremix.scenes.capture.CaptureReader;
import org.sceneremix.scenes.capture.SceneCameras;
import org.sceneremix.scenes.capture.View;
import org.sceneremix.scenes.fit.CheckpointFiles;
import org.sceneremix.viewer.program.Program;
import org.sceneremix.viewer.session.CameraPathFiles;
import org.sceneremix.viewer.session.Preferences;
import org.sceneremix.viewer.session.SessionFiles;
import org.sceneremix.viewer.session.TinyModel;
import org.sceneremix.volume.VoxelGrid;
import org.sceneremix.volume.io.GridFile;
import org.sceneremix.volume.io.Provenance;
import org.sceneremix.volume.work.Workers;

/**
 * Every reader is given damaged files: it reads them or says in one sentence, with the file's name,
 * what is wrong; in memory that is bounded, and without making objects of classes that a file
 * names. Properties {@code attack.tries} (per reader; a tenth of them where networks are built) and
 * {@code attack.seed}.
 */
@Tag("attack")
class MutationAttackTest {

  private static final String ATTACKED = "attacked-";
  private static final int TRIES = Integer.getInteger("attack.tries", 200);
  private static final long SEED = Long.getLong("attack.seed", 1);
  private static final int BUILDS_NETWORKS = 10;

  /** Of what a sound file takes, in whose memory every damaged one must be read. */
  private static final long MOST_BYTES = 256L << 20;

  private static final AtomicInteger DESERIALISED = new AtomicInteger();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir private static Path folder;
  private static Engine engine;

  /** Reads a file, as part of the folder that it is in. */
  @FunctionalInterface
  private interface Reading {
    void read() throws Exception;
  }

  /**
   * A reader and a file that it reads.
   *
   * @param repair sets checksums right, where it can
   * @param rarity one in how many of the tries it takes part in
   */
  private record Reader(
      String name, Path file, UnaryOperator<byte[]> repair, int rarity, Reading reading) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void watchDeserialisation() {
    ObjectInputFilter.Config.setSerialFilter(
        info -> {
          DESERIALISED.incrementAndGet();
          return ObjectInputFilter.Status.REJECTED;
        });
    engine = Engine.cpu(new Workers(1));
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @ParameterizedTest
  @MethodSource("readers")
  void damagedFilesAreReadOrRefusedInASentence(Reader reader) throws Exception {
    byte[] sound = Files.readAllBytes(reader.file());
    reader.reading().read();
    Mutator mutator = new Mutator(SEED);
    int read = 0;
    int tries = Math.max(1, TRIES / reader.rarity());
    for (int i = 0; i < tries; i++) {
      byte[] damaged = mutator.mutate(sound);
      // half of the files pass for sound at first sight
      Files.write(reader.file(), i % 2 == 0 ? damaged : reader.repair().apply(damaged));
      long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      try {
        reader.reading().read();
        read++;
      } catch (Throwable e) {
        String sentence = ErrorSentences.sentence(e);
        if (sentence.contains("error in SceneRemix")
            || sentence.contains("memory does not suffice")
            || !names(sentence, reader.file())) {
          Path kept = Files.write(Path.of("target", "attack-" + reader.name()), damaged);
          throw new AssertionError("try " + i + " (" + kept + "): " + sentence, e);
        }
      }
      long taken = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
      assertThat(taken).as("bytes that try %d of seed %d took", i, SEED).isLessThan(MOST_BYTES);
      assertThat(DESERIALISED).hasValue(0);
    }
    Files.write(reader.file(), sound);
    System.out.printf(Locale.ROOT, "attack: %-22s %d tries, %d read%n", reader.name(), tries, read);
  }

  /** Whether a message says which file it is about, or the folder that it is part of. */
  private static boolean names(String sentence, Path file) {
    return sentence.contains(Printable.of(file.getParent().getFileName().toString()))
        || sentence.contains(file.getFileName().toString())
        || sentence.contains(ATTACKED);
  }

  static List<Reader> readers() throws IOException {
    List<Reader> readers = new ArrayList<>();
    addGrids(readers);
    addModel(readers);
    addCaptures(readers);
    addPictures(readers);
    addRest(readers);
    return readers;
  }

  private static List<Camera> cameras() {
    VoxelGrid scene = TinyModel.scene();
    return new Orbit(4, 30).cameras(scene.box(), Intrinsics.ofFieldOfView(16, 12, 0.7));
  }

  private static Path own(String name) throws IOException {
    return Files.createDirectories(folder.resolve(ATTACKED + name));
  }

  private static void addGrids(List<Reader> readers) throws IOException {
    Path file = own("grid").resolve("scene.grid");
    VoxelGrid scene = VoxelGrid.empty(6, 5, 4, TinyModel.scene().box(), 50);
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    ObjectNode metadata =
        Program.provenance("fit", none, 3, Program.provenance("x", none, 1, none).toJson())
            .toMetadata();
    SceneCameras.put(metadata, cameras());
    new GridFile(scene, metadata).write(file);
    readers.add(
        new Reader(
            "grid",
            file,
            MutationAttackTest::repairedGrid,
            1,
            () -> {
              GridFile read = GridFile.read(file);
              Provenance.inMetadata(read.metadata());
              SceneCameras.of(read, file);
            }));
    readers.add(
        new Reader(
            "grid-slices",
            file,
            MutationAttackTest::repairedGrid,
            1,
            () -> GridFile.source(file).read((z, slice) -> {})));
  }

  private static void addModel(List<Reader> readers) throws IOException {
    Path model = own("model");
    TinyModel.train(model);
    addModelFile(readers, model, "model.json", UnaryOperator.identity());
    addModelFile(readers, model, "generator.weights", MutationAttackTest::repairedWeights);
    addModelFile(readers, model, "scene.grid", MutationAttackTest::repairedGrid);
    // a damaged level is made anew, which would be most of the time
    Path unshrunk = own("unshrunk");
    TinyModel.trainUnshrunk(unshrunk);
    addModelFile(readers, unshrunk, "level-0.grid", MutationAttackTest::repairedGrid);
    Path begun = own("begun");
    TinyModel.beginToTrain(begun);
    readers.add(
        new Reader(
            "checkpoint.weights",
            begun.resolve("checkpoint.weights"),
            MutationAttackTest::repairedWeights,
            BUILDS_NETWORKS,
            () -> new ModelFolder(begun).checkpoint()));
    readers.add(
        new Reader(
            "metrics.jsonl",
            new ModelFolder(model).log().resolve(TrainingLog.FILE),
            UnaryOperator.identity(),
            1,
            () -> TrainingLog.read(new ModelFolder(model).log())));
  }

  private static void addModelFile(
      List<Reader> readers, Path model, String name, UnaryOperator<byte[]> repair) {
    readers.add(
        new Reader(
            name,
            model.resolve(name),
            repair,
            BUILDS_NETWORKS,
            () -> new ModelFolder(model).open(engine)));
  }

  private static void picture(Path file) throws IOException {
    float[] rgba = new float[16 * 12 * Image.CHANNELS];
    for (int i = 0; i < rgba.length; i++) {
      rgba[i] = i % 4 == 3 ? 1 : i * 37 % 101 / 101f;
    }
    ImageFiles.write(new Image(16, 12, rgba), file);
  }

  private static void readCapture(Path capture) throws IOException {
    for (View view : CaptureReader.read(capture).views()) {
      view.load();
    }
  }

  private static void addCaptures(List<Reader> readers) throws IOException {
    Path nerf = own("transforms");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      names.add("p" + i + ".png");
      picture(nerf.resolve(names.get(i)));
    }
    ObjectNode json =
        (ObjectNode)
            new ObjectMapper().readTree(CameraJson.write(cameras(), names, Optional.empty()));
    // no box, so that the points are read for one
    json.put("k1", 0.01).put("p1", 0.001).put("ply_file_path", "points.ply");
    Files.writeString(nerf.resolve("transforms.json"), json.toString());
    Files.writeString(
        nerf.resolve("points.ply"),
        "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\n"
            + "property float z\nend_header\n0 0 0\n0.1 0.2 0.3\n0.3 0.1 0\n");
    add(readers, nerf, "transforms.json", "points.ply");
    Path llff = own("llff");
    picture(Files.createDirectories(llff.resolve("images")).resolve("a.png"));
    picture(llff.resolve("images").resolve("b.png"));
    Files.write(llff.resolve("poses_bounds.npy"), poses());
    add(readers, llff, "poses_bounds.npy");
    Path text = own("colmap");
    picture(Files.createDirectories(text.resolve("images")).resolve("a.png"));
    Path sparse = Files.createDirectories(text.resolve("sparse/0"));
    Files.writeString(sparse.resolve("cameras.txt"), "1 RADIAL 16 12 20 8 6 0.01 0.001\n");
    Files.writeString(sparse.resolve("images.txt"), "1 1 0 0 0 0 0 4 1 a.png\n\n");
    Files.writeString(sparse.resolve("points3D.txt"), "1 0.5 0.25 1 9 9 9 0.1 1 0\n");
    add(readers, text, "sparse/0/cameras.txt", "sparse/0/images.txt", "sparse/0/points3D.txt");
    Path binary = own("colmap-binary");
    picture(Files.createDirectories(binary.resolve("images")).resolve("a.png"));
    writeColmap(Files.createDirectories(binary.resolve("sparse/0")));
    add(readers, binary, "sparse/0/cameras.bin", "sparse/0/images.bin", "sparse/0/points3D.bin");
  }

  private static void add(List<Reader> readers, Path capture, String... files) {
    for (String file : files) {
      readers.add(
          new Reader(
              Path.of(file).getFileName().toString(),
              capture.resolve(file),
              UnaryOperator.identity(),
              1,
              () -> readCapture(capture)));
    }
  }

  private static byte[] poses() throws IOException {
    double[] row = {0, 1, 0, 0, 12, -1, 0, 0, 2, 16, 0, 0, 1, 3, 20, 1, 4};
    String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 17), }";
    header += " ".repeat(128 - 10 - header.length() - 1) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(128 + 2 * 17 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) (128 - 10)).put(header.getBytes(StandardCharsets.ISO_8859_1));
    for (int view = 0; view < 2; view++) {
      for (double value : row) {
        bytes.putDouble(value);
      }
    }
    return bytes.array();
  }

  private static void writeColmap(Path model) throws IOException {
    ByteBuffer cameras = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    cameras.putLong(1).putInt(1).putInt(1).putLong(16).putLong(12);
    cameras.putDouble(20).putDouble(20).putDouble(8).putDouble(6);
    write(model.resolve("cameras.bin"), cameras);
    ByteBuffer images = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    images.putLong(1).putInt(1).putDouble(1).putDouble(0).putDouble(0).putDouble(0);
    images.putDouble(0).putDouble(0).putDouble(4).putInt(1);
    images.put("a.png\0".getBytes(StandardCharsets.US_ASCII));
    images.putLong(1).putDouble(3).putDouble(4).putLong(1);
    write(model.resolve("images.bin"), images);
    ByteBuffer points = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    points.putLong(1).putLong(1).putDouble(0.5).putDouble(0.25).putDouble(1);
    points.put((byte) 9).put((byte) 9).put((byte) 9).putDouble(0.1);
    points.putLong(1).putInt(1).putInt(0);
    write(model.resolve("points3D.bin"), points);
  }

  private static void write(Path file, ByteBuffer bytes) throws IOException {
    byte[] used = new byte[bytes.position()];
    bytes.get(0, used);
    Files.write(file, used);
  }

  private static void addPictures(List<Reader> readers) throws IOException {
    for (String ending : List.of("png", "jpg", "tif")) {
      Path file = own("picture").resolve("picture." + ending);
      picture(file);
      readers.add(
          new Reader(
              "picture." + ending,
              file,
              UnaryOperator.identity(),
              1,
              () -> {
                ImageFiles.header(file);
                ImageFiles.read(file);
              }));
    }
  }

  private static void addRest(List<Reader> readers) throws IOException {
    Path fit = own("fit").resolve("scene.grid.checkpoint");
    CheckpointFiles.write(fit);
    readers.add(
        new Reader(
            "fit-checkpoint",
            fit,
            MutationAttackTest::repairedCheckpoint,
            1,
            () -> CheckpointFiles.read(fit)));
    Path session = own("session").resolve("a.remix");
    SessionFiles.write(session);
    readers.add(
        new Reader(
            "session", session, SessionFiles::repaired, 1, () -> SessionFiles.read(session)));
    Path path = own("path").resolve("path.json");
    CameraPathFiles.write(cameras(), path);
    readers.add(
        new Reader(
            "camera-path", path, UnaryOperator.identity(), 1, () -> CameraPathFiles.read(path)));
    Path preferences = own("preferences");
    Preferences.DEFAULT.write(preferences);
    readers.add(
        new Reader(
            "preferences",
            preferences.resolve("viewer.json"),
            UnaryOperator.identity(),
            1,
            () -> Preferences.read(preferences)));
    Path demo = own("demo");
    DemoSettings settings = DemoSettings.quick(Program.version(), 1);
    DemoFolder.open(demo, settings);
    readers.add(
        new Reader(
            "demo.json",
            demo.resolve("demo.json"),
            UnaryOperator.identity(),
            1,
            () -> DemoFolder.open(demo, settings)));
  }

  private static byte[] repairedGrid(byte[] damaged) {
    byte[] bytes = damaged.clone();
    ByteBuffer file = ByteBuffer.wrap(bytes);
    if (bytes.length > 24) {
      long header = file.getInt(12);
      if (header >= 0 && 16 + header + 4 <= bytes.length - 4) {
        file.putInt((int) (16 + header), crc(bytes, (int) (16 + header)));
      }
      file.putInt(bytes.length - 4, crc(bytes, bytes.length - 4));
    }
    return bytes;
  }

  private static byte[] repairedWeights(byte[] damaged) {
    byte[] bytes = damaged.clone();
    if (bytes.length >= 4) {
      ByteBuffer.wrap(bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(bytes.length - 4, crc(bytes, bytes.length - 4));
    }
    return bytes;
  }

  private static byte[] repairedCheckpoint(byte[] damaged) {
    byte[] bytes = damaged.clone();
    if (bytes.length >= 8) {
      ByteBuffer.wrap(bytes).putLong(bytes.length - 8, crc(bytes, bytes.length - 8) & 0xFFFFFFFFL);
    }
    return bytes;
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
