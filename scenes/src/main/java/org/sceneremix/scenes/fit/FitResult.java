package org.sceneremix.scenes.fit;

import java.util.Optional;
import org.sceneremix.volume.VoxelGrid;

/**
 * A fitted grid and how well it shows the views that it was not fitted to.
 *
 * @param grid the reference grid; empty voxels hold density -1
 * @param heldOut figures over the held-out views; empty if there are none or the fit was stopped
 * @param heldOutDirectional the same with colour that depends on the viewing direction, which the
 *     grid does not hold; empty if it was not fitted so
 * @param complete whether the fit came to its end; if not, it was stopped
 * @param iterations steps that were done; fewer than asked for if the fit was stopped
 * @param seconds time that the fit took, with reading the pictures, without the evaluation
 */
public record FitResult(
    VoxelGrid grid,
    Optional<HeldOutQuality> heldOut,
    Optional<HeldOutQuality> heldOutDirectional,
    boolean complete,
    int iterations,
    double seconds) {}
