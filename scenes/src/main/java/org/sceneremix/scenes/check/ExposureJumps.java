package org.sceneremix.scenes.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pictures that show the same spots brighter or darker than their neighbours do. */
final class ExposureJumps {

  /**
   * Median ratio of brightness of the same spots that is a jump. In sound captures it is at most
   * 1.07 where surfaces are dull, 1.22 on shiny metal; where one of the pictures was made 1.5 times
   * brighter, about 1.5, and less where white clips.
   */
  static final double JUMP = 1.3;

  private ExposureJumps() {}

  /**
   * The pictures without which no jump is left, few of them: again and again the one with the most
   * jumps. A single dark picture jumps to each of its neighbours, and these to nobody else.
   *
   * @return views, in ascending order
   */
  static List<Integer> pictures(Collection<PhotoConsistency.Ratio> ratios) {
    List<PhotoConsistency.Ratio> jumps =
        new ArrayList<>(ratios.stream().filter(ratio -> ratio.factor() > JUMP).toList());
    List<Integer> pictures = new ArrayList<>();
    while (!jumps.isEmpty()) {
      int most = most(jumps);
      pictures.add(most);
      jumps.removeIf(ratio -> ratio.view() == most || ratio.other() == most);
    }
    pictures.sort(null);
    return pictures;
  }

  private static int most(List<PhotoConsistency.Ratio> jumps) {
    Map<Integer, Long> counts =
        jumps.stream()
            .flatMap(ratio -> Stream.of(ratio.view(), ratio.other()))
            .collect(Collectors.groupingBy(view -> view, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }
}
