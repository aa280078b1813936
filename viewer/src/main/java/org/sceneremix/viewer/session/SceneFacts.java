package org.sceneremix.viewer.session;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sceneremix.volume.GridSize;
import org.sceneremix.volume.VoxelGrid;

/** Facts about a scene, in words. */
final class SceneFacts {

  private SceneFacts() {}

  /** Facts by what they are called: how it was made, its size, and where it was copied from. */
  static Map<String, String> of(
      SceneEntry scene, Optional<VoxelGrid> grid, OptionalDouble largestRegion) {
    Map<String, String> facts = new LinkedHashMap<>();
    tell(scene.origin(), facts);
    grid.ifPresent(
        voxels -> {
          facts.put("voxels", GridSize.of(voxels).toString());
          facts.put(
              "size",
              text(
                  "%.3g x %.3g x %.3g, a voxel %.3g",
                  voxels.box().sizeX(),
                  voxels.box().sizeY(),
                  voxels.box().sizeZ(),
                  voxels.voxelX()));
        });
    largestRegion.ifPresent(
        share -> facts.put("from one place", text("%.0f %% of what can be seen", 100 * share)));
    return facts;
  }

  private static void tell(Origin origin, Map<String, String> facts) {
    if (origin instanceof Origin.InFile file) {
      facts.put("made", "a file");
      facts.put("file", file.path());
    } else if (origin instanceof Origin.Ground ground) {
      facts.put("made", "tiles laid side by side");
      facts.put("folder", ground.path());
    } else if (origin instanceof Origin.Learned) {
      facts.put("made", "the scene that the model learned");
    } else if (origin instanceof Origin.Remix remix) {
      facts.put("made", "a remix");
      facts.put("seed", Long.toString(remix.seed()));
      tell(remix.options(), facts);
    } else if (origin instanceof Origin.Between between) {
      facts.put("made", "between two remixes");
      facts.put(
          "seeds",
          text("%d to %d, %.0f %%", between.seed(), between.other(), 100 * between.share()));
      tell(between.options(), facts);
    } else if (origin instanceof Origin.Varied varied) {
      tell(varied.like(), facts);
      change(text("varied by %.0f %% of seed %d", 100 * varied.share(), varied.seed()), facts);
    } else if (origin instanceof Origin.Rerolled rerolled) {
      tell(rerolled.old(), facts);
      String where = rerolled.inside() ? "inside" : "around";
      change(text("%s a box anew, seed %d", where, rerolled.seed()), facts);
    } else if (origin instanceof Origin.Painted painted) {
      tell(painted.old(), facts);
      int strokes = painted.painting().strokes().size();
      change(text("painted, strokes: %d, seed %d", strokes, painted.seed()), facts);
    }
  }

  private static void change(String words, Map<String, String> facts) {
    facts.merge("changed", words, (before, now) -> before + "; " + now);
  }

  private static void tell(RemixOptions options, Map<String, String> facts) {
    facts.put(
        "settings",
        text(
            "variation %.2f, fidelity %.2f, density %+.2f",
            options.diversity(), options.fidelity(), options.density()));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
