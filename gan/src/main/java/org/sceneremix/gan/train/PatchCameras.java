package org.sceneremix.gan.train;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.joml.Vector3d;
import org.sceneremix.renderer.camera.Camera;
import org.sceneremix.renderer.ray.RayPatches;
import org.sceneremix.renderer.trace.VolumeTracer;
import org.sceneremix.volume.Aabb;
import org.sceneremix.volume.VoxelGrid;

/**
 * Views of the critic of pictures: small square patches of rays from the capture's own camera
 * positions to occupied voxels of the reference, one ray a voxel edge at the target. (Cameras
 * spread over a hemisphere would show mostly views that no photograph has, and patches placed
 * anywhere mostly miss the scene.)
 */
final class PatchCameras {

  /** Rays along an edge of a patch. */
  static final int EDGE = 11;

  /** Rays of a patch. */
  static final int RAYS = EDGE * EDGE;

  private static final Vector3d UP = new Vector3d(0, 0, 1);

  private final List<Vector3d> positions;
  private final VolumeTracer tracer;

  /**
   * @param cameras cameras of the capture; if there are none, a hemisphere above the box at
   *     elevations from 15 to 60 degrees
   * @param tracer makes their pictures
   */
  PatchCameras(List<Camera> cameras, Aabb box, VolumeTracer tracer) {
    this.tracer = tracer;
    positions =
        cameras.isEmpty() ? hemisphere(box) : cameras.stream().map(Camera::position).toList();
  }

  private static List<Vector3d> hemisphere(Aabb box) {
    SplittableRandom random = new SplittableRandom(1);
    double radius = 2 * box.diagonal();
    return IntStream.range(0, 64)
        .mapToObj(
            i -> {
              double azimuth = 2 * Math.PI * random.nextDouble();
              double elevation = Math.toRadians(15 + 45 * random.nextDouble());
              return new Vector3d(
                  box.centreX() + radius * Math.cos(elevation) * Math.cos(azimuth),
                  box.centreY() + radius * Math.cos(elevation) * Math.sin(azimuth),
                  box.centreZ() + radius * Math.sin(elevation));
            })
        .toList();
  }

  VolumeTracer tracer() {
    return tracer;
  }

  /** The occupied voxels of a scene. */
  static int[] occupied(VoxelGrid scene) {
    return IntStream.range(0, scene.voxelCount())
        .filter(v -> scene.data()[v * VoxelGrid.CHANNELS + VoxelGrid.DENSITY] > 0)
        .toArray();
  }

  /**
   * Draws patches.
   *
   * @param scene grid whose occupied voxels are looked at
   */
  RayPatches patches(VoxelGrid scene, int[] occupied, int count, SplittableRandom random) {
    RayPatches patches = new RayPatches(EDGE, count, scene.shortestVoxelEdge());
    Vector3d target = new Vector3d();
    Vector3d back = new Vector3d();
    Vector3d right = new Vector3d();
    Vector3d top = new Vector3d();
    for (int patch = 0; patch < count; patch++) {
      pick(scene, occupied, random, target);
      Vector3d eye = positions.get(random.nextInt(positions.size()));
      back.set(eye).sub(target);
      if (back.lengthSquared() == 0) {
        back.set(UP);
      }
      back.normalize();
      UP.cross(back, right);
      if (right.lengthSquared() < 1e-8) {
        right.set(1, 0, 0);
      }
      right.normalize();
      back.cross(right, top);
      patches.set(patch, eye, target, right, top);
    }
    return patches;
  }

  private static void pick(
      VoxelGrid scene, int[] occupied, SplittableRandom random, Vector3d target) {
    int voxel =
        occupied.length == 0
            ? random.nextInt(scene.voxelCount())
            : occupied[random.nextInt(occupied.length)];
    int x = voxel % scene.nx();
    int y = voxel / scene.nx() % scene.ny();
    int z = voxel / (scene.nx() * scene.ny());
    target.set(
        scene.box().minX() + (x + random.nextDouble()) * scene.voxelX(),
        scene.box().minY() + (y + random.nextDouble()) * scene.voxelY(),
        scene.box().minZ() + (z + random.nextDouble()) * scene.voxelZ());
  }
}
