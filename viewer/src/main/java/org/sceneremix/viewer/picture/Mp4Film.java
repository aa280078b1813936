package org.sceneremix.viewer.picture;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.viewer.program.ExternalProgram;
import org.sceneremix.volume.io.AtomicFile;

/**
 * A film as MP4 (H.264, 4:2:0), encoded by the program {@code ffmpeg}, which must be on the path.
 * Odd sizes are enlarged by a black row or column, because 4:2:0 needs even ones.
 */
public final class Mp4Film {

  private static final String PROGRAM = "ffmpeg";

  private Mp4Film() {}

  /** Whether films can be encoded here. */
  public static boolean isPossible() {
    return new ExternalProgram(PROGRAM).isThere();
  }

  /**
   * Writes a film; the file appears whole or not at all.
   *
   * @param frames pictures of one size, at least one; alpha is ignored
   * @throws IOException if ffmpeg is not there or does not succeed
   */
  public static void write(Iterator<Image> frames, int framesPerSecond, Path file)
      throws IOException {
    AtomicFile.writePath(file, film -> encode(frames, framesPerSecond, film));
  }

  private static void encode(Iterator<Image> frames, int framesPerSecond, Path film)
      throws IOException {
    Image first = frames.next();
    Process process = null;
    try {
      process =
          new ProcessBuilder(
                  PROGRAM,
                  "-y",
                  "-loglevel",
                  "error",
                  "-f",
                  "rawvideo",
                  "-pix_fmt",
                  "rgb24",
                  "-s",
                  first.width() + "x" + first.height(),
                  "-r",
                  Integer.toString(framesPerSecond),
                  "-i",
                  "-",
                  "-vf",
                  "pad=ceil(iw/2)*2:ceil(ih/2)*2",
                  "-c:v",
                  "libx264",
                  "-pix_fmt",
                  "yuv420p",
                  "-movflags",
                  "+faststart",
                  "-f",
                  "mp4",
                  film.toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      InputStream errors = process.getErrorStream();
      CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> text(errors));
      IOException broken = null;
      try (OutputStream out = new BufferedOutputStream(process.getOutputStream(), 1 << 16)) {
        out.write(rgb(first));
        while (frames.hasNext()) {
          out.write(rgb(frames.next()));
        }
      } catch (IOException e) {
        // ffmpeg has ended early; what it says is more telling
        broken = e;
      }
      int status = process.waitFor();
      if (status != 0 || broken != null) {
        String reason = said.join();
        throw new IOException(
            "ffmpeg could not encode the film (status "
                + status
                + (reason.isEmpty() ? "" : ": " + reason)
                + "); write a .gif instead",
            broken);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while ffmpeg was encoding", e);
    } finally {
      if (process != null) {
        // without effect unless a frame could not be made
        process.destroy();
      }
    }
  }

  private static String text(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1).strip();
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private static byte[] rgb(Image image) {
    byte[] bytes = new byte[3 * image.width() * image.height()];
    for (int i = 0; i < bytes.length; i++) {
      float value = image.rgba()[i / 3 * Image.CHANNELS + i % 3];
      bytes[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, value)));
    }
    return bytes;
  }
}
