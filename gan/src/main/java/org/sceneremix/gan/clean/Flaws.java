package org.sceneremix.gan.clean;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sceneremix.volume.GridSize;

/**
 * Flaws of a scene.
 *
 * @param size of the scene, voxels
 * @param all the largest first within a kind
 * @param sound columns of the ground, {@code y nx + x}, over which something stands that has none
 */
public record Flaws(GridSize size, List<Flaw> all, BitSet sound) {

  public Flaws {
    all = List.copyOf(all);
    sound = (BitSet) sound.clone();
  }

  /** Number of flaws of a kind. */
  public long count(Flaw.Kind kind) {
    return all.stream().filter(flaw -> flaw.kind() == kind).count();
  }

  /**
   * Some of the flaws.
   *
   * @param which places in the list
   * @throws IllegalArgumentException if there is no such place
   */
  public Flaws only(List<Integer> which) {
    List<Flaw> some = new ArrayList<>();
    for (int i : which) {
      if (i < 0 || i >= all.size()) {
        throw new IllegalArgumentException("there is no flaw " + i + " of " + all.size());
      }
      some.add(all.get(i));
    }
    return new Flaws(size, some, sound);
  }

  /** Numbers in words, such as "2 floaters, 1 half thing"; "nothing" where there is none. */
  @Override
  public String toString() {
    return all.isEmpty()
        ? "nothing"
        : Stream.of(Flaw.Kind.values())
            .filter(kind -> count(kind) > 0)
            .map(kind -> String.format(Locale.ROOT, "%d %s%s", count(kind), kind.word(), s(kind)))
            .collect(Collectors.joining(", "));
  }

  private String s(Flaw.Kind kind) {
    return count(kind) == 1 ? "" : "s";
  }
}
