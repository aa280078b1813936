package org.sceneremix.gan.sample;

import java.util.Objects;
import org.sceneremix.gan.exemplar.CoordinateMap;
import org.sceneremix.volume.VoxelGrid;

/**
 * Origin of a scene. Recipes are small values; a model carries them out, at any size, and the same
 * recipe gives the same scene.
 *
 * <pre>{@code
 * Recipe one = Recipe.ofSeed(1);
 * Recipe halfway = Recipe.between(1, 2, BlendWeight.everywhere(0.5));
 * Recipe leftToRight = Recipe.between(1, 2, BlendWeight.along(BlendWeight.Axis.X, 0.4, 0.6));
 * Recipe liked = one.rerolledOutside(Mask.ofBox(size, box), 7); // the box as in seed 1, the rest new
 * Recipe again = liked.rerolledOutside(otherMask, 8);           // edits of edits
 * }</pre>
 */
public sealed interface Recipe {

  /** The scene that was learned, as it is. */
  record Learned() implements Recipe {}

  /**
   * A scene that the generator makes of latents alone.
   *
   * @param latents what from
   * @param guide what there shall be where
   */
  record Generated(Latents latents, Guide guide) implements Recipe {
    public Generated {
      Objects.requireNonNull(latents, "latents");
      Objects.requireNonNull(guide, "guide");
    }

    /** A recipe without wishes. */
    public Generated(Latents latents) {
      this(latents, Guide.NONE);
    }

    /** The same with wishes. */
    public Generated guided(Guide wishes) {
      return new Generated(latents, wishes);
    }
  }

  /**
   * A scene that is not the generator's at the coarsest level but given, and made consistent with
   * the exemplar from there on as all are: what any start leads to, for comparison.
   *
   * @param coarse as large as a scene is at the coarsest level
   */
  record Started(VoxelGrid coarse) implements Recipe {
    public Started {
      Objects.requireNonNull(coarse, "coarse");
    }
  }

  /**
   * A scene that is there already.
   *
   * @param recipe that it was made by
   * @param sources of its voxels at the resolution of the settings that this is carried out with
   */
  record Made(Recipe recipe, CoordinateMap sources) implements Recipe {
    public Made {
      Objects.requireNonNull(recipe, "recipe");
      Objects.requireNonNull(sources, "sources");
    }
  }

  /**
   * A scene of which a part stays, voxel by voxel, and the rest is new and fits it.
   *
   * @param old the scene so far
   * @param kept the part that stays; of the size of the settings that the recipe is carried out
   *     with
   * @param fresh latents of the rest
   * @param guide what there shall be in the rest
   */
  record Rerolled(Recipe old, Mask kept, Latents fresh, Guide guide) implements Recipe {
    public Rerolled {
      Objects.requireNonNull(guide, "guide");
      Objects.requireNonNull(old, "old");
      Objects.requireNonNull(kept, "kept");
      Objects.requireNonNull(fresh, "fresh");
    }
  }

  /** Remix number {@code seed}. */
  static Generated ofSeed(long seed) {
    return new Generated(Latents.ofSeed(seed));
  }

  /** Blend of two remixes by a weight that may differ from place to place. */
  static Generated between(long seed, long otherSeed, BlendWeight weight) {
    return new Generated(Latents.mixed(Latents.ofSeed(seed), Latents.ofSeed(otherSeed), weight));
  }

  /** This scene where the mask is; around it a scene like that of another seed. */
  default Recipe rerolledOutside(Mask kept, long seed) {
    return rerolledOutside(kept, seed, Guide.NONE);
  }

  /** The same with wishes for what is new. */
  default Recipe rerolledOutside(Mask kept, long seed, Guide guide) {
    return new Rerolled(this, kept, Latents.ofSeed(seed), guide);
  }
}
