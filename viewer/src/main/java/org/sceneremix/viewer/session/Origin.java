package org.sceneremix.viewer.session;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sceneremix.gan.sample.RemixSettings;

/** Origin of a scene in a session: enough to make it again. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Origin.InFile.class, name = "file"),
  @JsonSubTypes.Type(value = Origin.Ground.class, name = "ground"),
  @JsonSubTypes.Type(value = Origin.Learned.class, name = "learned"),
  @JsonSubTypes.Type(value = Origin.Remix.class, name = "remix"),
  @JsonSubTypes.Type(value = Origin.Between.class, name = "between"),
  @JsonSubTypes.Type(value = Origin.Varied.class, name = "varied"),
  @JsonSubTypes.Type(value = Origin.Rerolled.class, name = "rerolled"),
  @JsonSubTypes.Type(value = Origin.Painted.class, name = "painted"),
  @JsonSubTypes.Type(value = Origin.Cleaned.class, name = "cleaned")
})
public sealed interface Origin {

  /** Whether a model makes such scenes, so that another model makes others. */
  default boolean needsModel() {
    return !(this instanceof InFile || this instanceof Ground || this instanceof Learned);
  }

  /** Whether a model makes it of latents alone, in which another one's can be mixed. */
  default boolean madeOfLatents() {
    return this instanceof Remix || this instanceof Between || this instanceof Varied;
  }

  /** The scene that this one is an edit of, if it is one. */
  default Optional<Origin> edited() {
    if (this instanceof Rerolled rerolled) {
      return Optional.of(rerolled.old());
    }
    if (this instanceof Cleaned cleaned) {
      return Optional.of(cleaned.old());
    }
    return this instanceof Painted painted ? Optional.of(painted.old()) : Optional.empty();
  }

  /**
   * A grid file.
   *
   * @param path absolute
   */
  record InFile(String path) implements Origin {
    public InFile {
      Objects.requireNonNull(path, "path");
    }
  }

  /**
   * A ground without end, of which what is looked at is laid.
   *
   * @param path of the folder of its tiles, absolute
   */
  record Ground(String path) implements Origin {
    public Ground {
      Objects.requireNonNull(path, "path");
    }
  }

  /** The scene that the model learned from. */
  record Learned() implements Origin {}

  /** A remix of the model. */
  record Remix(long seed, RemixOptions options) implements Origin {
    public Remix {
      Objects.requireNonNull(options, "options");
    }
  }

  /**
   * Between two remixes.
   *
   * @param share 0 is {@code seed}, 1 is {@code other}
   */
  record Between(long seed, long other, double share, RemixOptions options) implements Origin {
    /**
     * @throws IllegalArgumentException if the share does not lie in [0, 1]
     */
    public Between {
      Objects.requireNonNull(options, "options");
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "the share of a remix lies between 0 and 1, not at " + share);
      }
    }
  }

  /**
   * A remix that is like another one. Of a remix of a seed it is what lies {@link Between} that and
   * the other seed.
   *
   * @param like what a model makes of latents alone
   * @param seed of the latents that are mixed into those of the other
   * @param share of them, from 0 to 1
   */
  record Varied(Origin like, long seed, double share) implements Origin {
    /**
     * @throws IllegalArgumentException if the share does not lie in [0, 1], or the other is no
     *     remix of latents alone
     */
    public Varied {
      RemixSettings.requireShare("share of other latents", share);
      if (!like.madeOfLatents()) {
        throw new IllegalArgumentException(
            "only remixes that were not changed in part can be varied");
      }
    }
  }

  /**
   * A scene that was painted on.
   *
   * @param old the scene before
   * @param painting what there shall be where
   * @param seed of what is new
   * @param options that the scene before was made with
   */
  record Painted(Origin old, Painting painting, long seed, RemixOptions options) implements Origin {
    public Painted {
      Objects.requireNonNull(old, "old");
      Objects.requireNonNull(painting, "painting");
      Objects.requireNonNull(options, "options");
    }
  }

  /**
   * A scene of which a part is new.
   *
   * @param old the scene before
   * @param box the marked part
   * @param inside whether the marked part is new, or all else
   * @param seed of what is new
   */
  record Rerolled(Origin old, BoxPart box, boolean inside, long seed) implements Origin {
    public Rerolled {
      Objects.requireNonNull(old, "old");
      Objects.requireNonNull(box, "box");
    }
  }

  /**
   * A scene of which flaws were taken away.
   *
   * @param old the scene before
   * @param which places in the list of its flaws
   * @param anew whether there is something else in their place, or bare ground
   * @param seed of what is new
   */
  record Cleaned(Origin old, List<Integer> which, boolean anew, long seed) implements Origin {
    public Cleaned {
      Objects.requireNonNull(old, "old");
      which = List.copyOf(which);
    }
  }
}
