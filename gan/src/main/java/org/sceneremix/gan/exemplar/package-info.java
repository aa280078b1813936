/**
 * Exemplar consistency: a coarse scene made of pieces of the scene that was learnt from, and where
 * in it each voxel comes from.
 *
 * <p>Every overlapping patch of the coarse scene finds its nearest patch of the exemplar and the
 * found patches vote for each voxel (texture optimisation: Kwatra et al. 2005; with completeness as
 * in GPNN: Granot et al. 2022; on voxels: Li et al. 2023, "Sin3DGen"). The coordinates that were
 * found go from level to level, where they are handed on between neighbours (PatchMatch: Barnes et
 * al. 2009), and at the finest level, any resolution that the exemplar has, voxels are copied.
 *
 * <p>Knows grids, workers and progress; nothing of networks.
 */
package org.sceneremix.gan.exemplar;
