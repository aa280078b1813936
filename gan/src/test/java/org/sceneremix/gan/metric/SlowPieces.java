package org.sceneremix.gan.metric;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.sceneremix.gan.lattice.OccupancyGrid;
import org.sceneremix.volume.VoxelGrid;

/** The largest copied piece as its definition says, one voxel after the other. */
final class SlowPieces {

  private final VoxelGrid remix;
  private final VoxelGrid reference;
  private final OccupancyGrid occupied;
  private final OccupancyGrid occupiedReference;

  private SlowPieces(VoxelGrid remix, VoxelGrid reference) {
    this.remix = remix;
    this.reference = reference;
    this.occupied = OccupancyGrid.of(remix);
    this.occupiedReference = OccupancyGrid.of(reference);
  }

  static double largest(VoxelGrid remix, VoxelGrid reference) {
    return new SlowPieces(remix, reference).largest();
  }

  private double largest() {
    List<boolean[]> copied = new ArrayList<>();
    int[] fits = new int[remix.voxelCount()];
    for (int dy = 0; dy < reference.ny(); dy++) {
      for (int dx = 0; dx < reference.nx(); dx++) {
        boolean[] here = copied(dx, dy);
        copied.add(here);
        for (int v = 0; v < fits.length; v++) {
          fits[v] += here[v] ? 1 : 0;
        }
      }
    }
    double[] weights = new double[fits.length];
    double total = 0;
    double all = copied.size() + 1;
    for (int v = 0; v < fits.length; v++) {
      if (at(occupied, v)) {
        weights[v] = Math.log(all / Math.max(1, fits[v])) / Math.log(all);
        total += weights[v];
      }
    }
    double largest = 0;
    for (int d = 0; d < copied.size(); d++) {
      largest = Math.max(largest, largestAt(copied.get(d), d, weights));
    }
    return largest / total;
  }

  private boolean[] copied(int dx, int dy) {
    boolean[] result = new boolean[remix.voxelCount()];
    for (int v = 0; v < result.length; v++) {
      if (at(occupied, v) && cubeIsAlike(v, dx, dy)) {
        for (int i = 0; i < 27; i++) {
          int x = occupied.x(v) + i % 3 - 1;
          int y = occupied.y(v) + i / 3 % 3 - 1;
          int z = occupied.z(v) + i / 9 - 1;
          if (occupied.at(x, y, z)) {
            result[occupied.index(x, y, z)] = true;
          }
        }
      }
    }
    return result;
  }

  private boolean cubeIsAlike(int v, int dx, int dy) {
    for (int i = 0; i < 27; i++) {
      int x = occupied.x(v) + i % 3 - 1;
      int y = occupied.y(v) + i / 3 % 3 - 1;
      int z = occupied.z(v) + i / 9 - 1;
      if (occupied.size().contains(x, y, z) && !alike(x, y, z, dx, dy)) {
        return false;
      }
    }
    return true;
  }

  private boolean alike(int x, int y, int z, int dx, int dy) {
    int a = remix.index(x, y, z);
    int b = reference.index((x + dx) % reference.nx(), (y + dy) % reference.ny(), z);
    double opacity = opacity(remix, a);
    double other = opacity(reference, b);
    boolean alike = Math.abs(opacity - other) <= CopiedPieces.TOLERANCE;
    for (int c = 0; c < 3; c++) {
      double colour = opacity * (remix.data()[a + c] + 1) / 2;
      double otherColour = other * (reference.data()[b + c] + 1) / 2;
      alike &= Math.abs(colour - otherColour) <= CopiedPieces.TOLERANCE;
    }
    return alike;
  }

  private static double opacity(VoxelGrid grid, int at) {
    return -Math.expm1(
        -grid.densityScale() * grid.shortestVoxelEdge() * Math.max(0, grid.data()[at + 3]));
  }

  private double largestAt(boolean[] copied, int offset, double[] weights) {
    int nx = remix.nx();
    int sites = nx * remix.ny();
    boolean[] seen = new boolean[sites];
    double largest = 0;
    for (int start = 0; start < sites; start++) {
      double weight = 0;
      Deque<Integer> open = new ArrayDeque<>(List.of(start));
      while (!open.isEmpty()) {
        int site = open.pop();
        if (seen[site] || !holds(copied, offset, site)) {
          continue;
        }
        seen[site] = true;
        for (int z = 0; z < remix.nz(); z++) {
          weight += copied[z * sites + site] ? weights[z * sites + site] : 0;
        }
        if (site % nx > 0) {
          open.push(site - 1);
        }
        if (site % nx < nx - 1) {
          open.push(site + 1);
        }
        if (site >= nx) {
          open.push(site - nx);
        }
        if (site + nx < sites) {
          open.push(site + nx);
        }
      }
      largest = Math.max(largest, weight);
    }
    return largest;
  }

  private boolean holds(boolean[] copied, int offset, int site) {
    int x = (site % remix.nx() + offset % reference.nx()) % reference.nx();
    int y = (site / remix.nx() + offset / reference.nx()) % reference.ny();
    boolean empty = true;
    for (int z = 0; z < remix.nz(); z++) {
      if (copied[z * remix.nx() * remix.ny() + site]) {
        return true;
      }
      empty &=
          !occupied.at(site % remix.nx(), site / remix.nx(), z) && !occupiedReference.at(x, y, z);
    }
    return empty;
  }

  private static boolean at(OccupancyGrid grid, int voxel) {
    return grid.at(grid.x(voxel), grid.y(voxel), grid.z(voxel));
  }
}
