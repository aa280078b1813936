package org.sceneremix.renderer.splat;

import java.util.Arrays;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.image.Image;
import org.sceneremix.renderer.trace.cpu.FastExp;
import org.sceneremix.volume.splat.Splats;

/**
 * Splats as a camera sees them (Kerbl et al. 2023, "3D Gaussian Splatting for Real-Time Radiance
 * Field Rendering", section 4): ellipses, cut off at three standard deviations, composited from
 * front to back in the order of their distances from the eye:
 *
 * <pre>
 *   alpha_i = min(0.99, opacity_i exp(-d^T K_i d / 2))     T_i = prod_{j&lt;i} (1 - alpha_j)
 *   C = sum_i T_i alpha_i c_i
 * </pre>
 *
 * <p>What is below {@code 1/255} is left out, and a pixel ends where T falls below 1e-4, as in the
 * renderers of others. Drawn on the calling thread.
 */
public final class SplatPicture {

  private static final int TILE = 16;
  private static final float LARGEST_ALPHA = 0.99f;
  private static final float LEAST_ALPHA = 1f / 255;
  private static final float LEAST_TRANSMITTANCE = 1e-4f;

  /** Values of a projected splat: centre, conic, and the bounds of its ellipse. */
  private static final int PROJECTED = 7;

  private final Splats splats;
  private final Camera camera;
  private final int width;
  private final int height;
  private final int tilesX;
  private final int tilesY;
  private final float[] projected;

  /** Splats of each tile from front to back, one tile after the other. */
  private int[] entries;

  private final int[] tileStart;
  private final float[] rgba;

  /** Draws the picture. */
  public SplatPicture(Splats splats, Camera camera) {
    this.splats = splats;
    this.camera = camera;
    this.width = camera.intrinsics().width();
    this.height = camera.intrinsics().height();
    this.tilesX = (width + TILE - 1) / TILE;
    this.tilesY = (height + TILE - 1) / TILE;
    this.projected = new float[PROJECTED * splats.count()];
    this.tileStart = new int[tilesX * tilesY + 1];
    this.rgba = new float[Image.CHANNELS * width * height];
    sortIntoTiles();
    for (int tile = 0; tile < tilesX * tilesY; tile++) {
      draw(tile);
    }
  }

  /** Premultiplied red, green, blue, and opacity, row by row from the top. */
  public float[] premultiplied() {
    return rgba;
  }

  /** The picture with straight alpha. */
  public Image image() {
    float[] straight = rgba.clone();
    for (int i = 0; i < straight.length; i += Image.CHANNELS) {
      float alpha = straight[i + 3];
      for (int c = 0; c < 3 && alpha > 0; c++) {
        straight[i + c] /= alpha;
      }
    }
    return new Image(width, height, straight);
  }

  private void sortIntoTiles() {
    ProjectedSplat splat = new ProjectedSplat(splats, camera);
    long[] order = new long[splats.count()];
    int count = 0;
    for (int i = 0; i < splats.count(); i++) {
      if (splat.project(i)) {
        int at = PROJECTED * i;
        projected[at] = (float) splat.u;
        projected[at + 1] = (float) splat.v;
        projected[at + 2] = (float) splat.conicA;
        projected[at + 3] = (float) splat.conicB;
        projected[at + 4] = (float) splat.conicC;
        projected[at + 5] = (float) splat.extentU;
        projected[at + 6] = (float) splat.extentV;
        if (lastTile(at, 0) >= firstTile(at, 0) && lastTile(at, 1) >= firstTile(at, 1)) {
          // floats that are not negative are ordered as their bits
          order[count++] = (long) Float.floatToRawIntBits((float) splat.distance2) << 32 | i;
        }
      }
    }
    Arrays.sort(order, 0, count);
    for (int k = 0; k < count; k++) {
      int at = PROJECTED * (int) order[k];
      for (int ty = firstTile(at, 1); ty <= lastTile(at, 1); ty++) {
        for (int tx = firstTile(at, 0); tx <= lastTile(at, 0); tx++) {
          tileStart[ty * tilesX + tx + 1]++;
        }
      }
    }
    for (int tile = 0; tile < tilesX * tilesY; tile++) {
      tileStart[tile + 1] += tileStart[tile];
    }
    entries = new int[tileStart[tilesX * tilesY]];
    int[] next = tileStart.clone();
    for (int k = 0; k < count; k++) {
      int i = (int) order[k];
      int at = PROJECTED * i;
      for (int ty = firstTile(at, 1); ty <= lastTile(at, 1); ty++) {
        for (int tx = firstTile(at, 0); tx <= lastTile(at, 0); tx++) {
          entries[next[ty * tilesX + tx]++] = i;
        }
      }
    }
  }

  private int firstTile(int at, int axis) {
    return (int) Math.max(0, Math.floor((projected[at + axis] - projected[at + 5 + axis]) / TILE));
  }

  private int lastTile(int at, int axis) {
    double last = Math.floor((projected[at + axis] + projected[at + 5 + axis]) / TILE);
    return (int) Math.min((axis == 0 ? tilesX : tilesY) - 1, last);
  }

  /** First pixel along an axis, of a splat in a tile; its centre lies within the bounds. */
  private int firstPixel(int at, int axis, int tile) {
    return Math.max(
        tile * TILE, (int) Math.ceil(projected[at + axis] - projected[at + 5 + axis] - 0.5));
  }

  private int endPixel(int at, int axis, int tile) {
    int end = Math.min((tile + 1) * TILE, axis == 0 ? width : height);
    return Math.min(
        end, (int) Math.floor(projected[at + axis] + projected[at + 5 + axis] - 0.5) + 1);
  }

  /** Half the squared Mahalanobis distance of a pixel's centre. */
  private float power(int at, float dx, float dy) {
    return 0.5f * (projected[at + 2] * dx * dx + projected[at + 4] * dy * dy)
        + projected[at + 3] * dx * dy;
  }

  private void draw(int tile) {
    int tileX = tile % tilesX;
    int tileY = tile / tilesX;
    float[] transmittance = new float[TILE * TILE];
    Arrays.fill(transmittance, 1);
    int open = TILE * TILE;
    for (int e = tileStart[tile]; e < tileStart[tile + 1] && open > 0; e++) {
      int i = entries[e];
      int at = PROJECTED * i;
      int endX = endPixel(at, 0, tileX);
      int endY = endPixel(at, 1, tileY);
      for (int y = firstPixel(at, 1, tileY); y < endY; y++) {
        for (int x = firstPixel(at, 0, tileX); x < endX; x++) {
          float power = power(at, x + 0.5f - projected[at], y + 0.5f - projected[at + 1]);
          int pixel = (y - tileY * TILE) * TILE + x - tileX * TILE;
          float t = transmittance[pixel];
          if (power > 4.5f || t < LEAST_TRANSMITTANCE) {
            continue;
          }
          float alpha = Math.min(LARGEST_ALPHA, splats.opacities()[i] * FastExp.ofNegative(power));
          if (alpha < LEAST_ALPHA) {
            continue;
          }
          int out = Image.CHANNELS * (y * width + x);
          float weight = t * alpha;
          rgba[out] += weight * splats.colours()[3 * i];
          rgba[out + 1] += weight * splats.colours()[3 * i + 1];
          rgba[out + 2] += weight * splats.colours()[3 * i + 2];
          rgba[out + 3] += weight;
          transmittance[pixel] = t * (1 - alpha);
          if (transmittance[pixel] < LEAST_TRANSMITTANCE) {
            open--;
          }
        }
      }
    }
  }

  /**
   * Adds the gradient of a loss with respect to the splats.
   *
   * @param rgbaGradient of the loss with respect to {@link #premultiplied()}
   * @param gradient {@link SplatGradient#VALUES} a splat; added to, not overwritten
   */
  public void adjoint(float[] rgbaGradient, float[] gradient) {
    // of centre and conic, as they are projected
    float[] inPicture = new float[5 * splats.count()];
    for (int tile = 0; tile < tilesX * tilesY; tile++) {
      adjoint(tile, rgbaGradient, inPicture, gradient);
    }
    ProjectedSplat splat = new ProjectedSplat(splats, camera);
    for (int i = 0; i < splats.count(); i++) {
      int at = 5 * i;
      boolean touched = false;
      for (int k = 0; k < 5; k++) {
        touched |= inPicture[at + k] != 0;
      }
      if (touched && splat.project(i)) {
        splat.adjoint(
            i,
            inPicture[at],
            inPicture[at + 1],
            inPicture[at + 2],
            inPicture[at + 3],
            inPicture[at + 4],
            gradient);
      }
    }
  }

  private void adjoint(int tile, float[] rgbaGradient, float[] inPicture, float[] gradient) {
    int tileX = tile % tilesX;
    int tileY = tile / tilesX;
    float[] transmittance = new float[TILE * TILE];
    Arrays.fill(transmittance, 1);
    // of each pixel what is still to come of the picture's product with the gradient
    float[] behind = new float[TILE * TILE];
    for (int y = tileY * TILE; y < Math.min(height, (tileY + 1) * TILE); y++) {
      for (int x = tileX * TILE; x < Math.min(width, (tileX + 1) * TILE); x++) {
        int out = Image.CHANNELS * (y * width + x);
        for (int c = 0; c < Image.CHANNELS; c++) {
          behind[(y - tileY * TILE) * TILE + x - tileX * TILE] +=
              rgba[out + c] * rgbaGradient[out + c];
        }
      }
    }
    int open = TILE * TILE;
    for (int e = tileStart[tile]; e < tileStart[tile + 1] && open > 0; e++) {
      int i = entries[e];
      int at = PROJECTED * i;
      int endX = endPixel(at, 0, tileX);
      int endY = endPixel(at, 1, tileY);
      float red = splats.colours()[3 * i];
      float green = splats.colours()[3 * i + 1];
      float blue = splats.colours()[3 * i + 2];
      float opacity = splats.opacities()[i];
      float du = 0;
      float dv = 0;
      float dA = 0;
      float dB = 0;
      float dC = 0;
      float dOpacity = 0;
      float dRed = 0;
      float dGreen = 0;
      float dBlue = 0;
      for (int y = firstPixel(at, 1, tileY); y < endY; y++) {
        for (int x = firstPixel(at, 0, tileX); x < endX; x++) {
          float dx = x + 0.5f - projected[at];
          float dy = y + 0.5f - projected[at + 1];
          float power = power(at, dx, dy);
          int pixel = (y - tileY * TILE) * TILE + x - tileX * TILE;
          float t = transmittance[pixel];
          if (power > 4.5f || t < LEAST_TRANSMITTANCE) {
            continue;
          }
          float falloff = FastExp.ofNegative(power);
          float alpha = Math.min(LARGEST_ALPHA, opacity * falloff);
          if (alpha < LEAST_ALPHA) {
            continue;
          }
          int out = Image.CHANNELS * (y * width + x);
          float gr = rgbaGradient[out];
          float gg = rgbaGradient[out + 1];
          float gb = rgbaGradient[out + 2];
          float value = red * gr + green * gg + blue * gb + rgbaGradient[out + 3];
          float weight = t * alpha;
          dRed += weight * gr;
          dGreen += weight * gg;
          dBlue += weight * gb;
          behind[pixel] -= weight * value;
          transmittance[pixel] = t * (1 - alpha);
          if (transmittance[pixel] < LEAST_TRANSMITTANCE) {
            open--;
          }
          if (alpha < LARGEST_ALPHA) {
            float dAlpha = t * value - behind[pixel] / (1 - alpha);
            dOpacity += falloff * dAlpha;
            float dPower = -alpha * dAlpha;
            du -= dPower * (projected[at + 2] * dx + projected[at + 3] * dy);
            dv -= dPower * (projected[at + 3] * dx + projected[at + 4] * dy);
            dA += dPower * 0.5f * dx * dx;
            dB += dPower * dx * dy;
            dC += dPower * 0.5f * dy * dy;
          }
        }
      }
      inPicture[5 * i] += du;
      inPicture[5 * i + 1] += dv;
      inPicture[5 * i + 2] += dA;
      inPicture[5 * i + 3] += dB;
      inPicture[5 * i + 4] += dC;
      int g = SplatGradient.VALUES * i;
      gradient[g + SplatGradient.OPACITY] += dOpacity;
      gradient[g + SplatGradient.COLOUR] += dRed;
      gradient[g + SplatGradient.COLOUR + 1] += dGreen;
      gradient[g + SplatGradient.COLOUR + 2] += dBlue;
    }
  }
}
