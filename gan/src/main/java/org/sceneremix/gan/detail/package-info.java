/**
 * Detail transfer: a remix rebuilt from the voxels of the scene that its model learnt from.
 *
 * <p>Generators get layout and colours right and leave corners round and surfaces mottled. Here
 * patches of the remix are matched to patches of the exemplar, coarse to fine, and the exemplar's
 * own voxels are copied to where their patches matched.
 */
package org.sceneremix.gan.detail;
