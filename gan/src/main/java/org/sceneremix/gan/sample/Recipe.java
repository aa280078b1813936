package org.sceneremix.gan.sample;

import java.util.Objects;
import org.sceneremix.volume.VoxelGrid;

/**
 * What a scene is made from. Recipes are small values; a model carries them out, at any size, and
 * the same recipe gives the same scene.
 *
 * <pre>{@code
 * Recipe one = Recipe.ofSeed(1);
 * Recipe halfway = Recipe.between(1, 2, Share.everywhere(0.5));
 * Recipe leftToRight = Recipe.between(1, 2, Share.along(Share.Axis.X, 0.4, 0.6));
 * Recipe liked = one.rerolledOutside(Mask.ofBox(size, box), 7); // the box as in seed 1, the rest new
 * Recipe again = liked.rerolledOutside(otherMask, 8);           // edits of edits
 * Recipe varied = Recipe.refined(scene, 2, 5);                  // layout of the scene, detail of seed 5
 * }</pre>
 */
public sealed interface Recipe {

  /** The latents that its stages are given, where they are. */
  Latents latents();

  /**
   * A scene that the stages make of latents alone.
   *
   * @param latents what from
   */
  record Generated(Latents latents) implements Recipe {
    public Generated {
      Objects.requireNonNull(latents, "latents");
    }
  }

  /**
   * A given scene of which the finer stages are made anew.
   *
   * @param scene of any voxel size; it is taken to fill the box of the result
   * @param firstStage the stages before it are the scene's own, this one and those after it are
   *     generated; with as many as the model has stages the scene stays as it is
   * @param latents of the generated stages
   */
  record Refined(VoxelGrid scene, int firstStage, Latents latents) implements Recipe {
    /**
     * @throws IllegalArgumentException if the stage is negative
     */
    public Refined {
      Objects.requireNonNull(scene, "scene");
      Objects.requireNonNull(latents, "latents");
      if (firstStage < 0) {
        throw new IllegalArgumentException("there is no stage " + firstStage + "; the first is 0");
      }
    }
  }

  /**
   * A scene of which a part stays, voxel by voxel, and the rest is new.
   *
   * @param old the scene so far
   * @param kept the part that stays; of the size of the result
   * @param fresh latents of the rest
   */
  record Rerolled(Recipe old, Mask kept, Latents fresh) implements Recipe {
    public Rerolled {
      Objects.requireNonNull(old, "old");
      Objects.requireNonNull(kept, "kept");
      Objects.requireNonNull(fresh, "fresh");
    }

    /** Those of the rest. */
    @Override
    public Latents latents() {
      return fresh;
    }
  }

  /** Remix number {@code seed}. */
  static Recipe ofSeed(long seed) {
    return new Generated(Latents.ofSeed(seed));
  }

  /** Between two remixes, by a share that may differ from place to place. */
  static Recipe between(long seed, long otherSeed, Share share) {
    return new Generated(Latents.mixed(Latents.ofSeed(seed), Latents.ofSeed(otherSeed), share));
  }

  /** The layout of a scene with the detail of remix number {@code seed}, from a stage on. */
  static Recipe refined(VoxelGrid scene, int firstStage, long seed) {
    return new Refined(scene, firstStage, Latents.ofSeed(seed));
  }

  /** This scene where the mask is; around it a scene like that of another seed. */
  default Recipe rerolledOutside(Mask kept, long seed) {
    return new Rerolled(this, kept, Latents.ofSeed(seed));
  }
}
