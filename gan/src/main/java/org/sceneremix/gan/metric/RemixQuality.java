package org.sceneremix.gan.metric;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Figures of a set of remixes of one scene, each the mean over the set.
 *
 * @param remixes number of remixes in the set
 * @param occupancy share of the voxels in which something can be seen; should be near that of the
 *     reference
 * @param patchSwd quality of pictures: sliced Wasserstein distance of 7x7 patches between pictures
 *     of the remix and of the reference by the same cameras, thousandths of a standard deviation of
 *     the reference; smaller is better
 * @param localPatchIou quality of shape: share of 11^3 surface patches that occur in the reference
 *     with an intersection over union above 0.95; larger is better
 * @param localPatchF the same with F-score
 * @param bestMatch quality of shape: mean, over the same patches, of the largest intersection over
 *     union with a patch of the reference; larger is better
 * @param coherence quality of patches: root mean square difference (of opacity and opacity-weighted
 *     colour, in [0, 1]) from 5^3 surface patches of the remix to the most similar ones of the
 *     reference; smaller is better
 * @param completeness the same from the reference to the remix: is everything there?
 * @param shapeDiversity mean of 1 - IoU of occupancy over pairs of remixes; larger is more diverse
 * @param appearanceDiversity standard deviation of a pixel over remixes, relative to that over the
 *     pixels of the reference; larger is more diverse
 * @param offsetBytes copying: bytes a patch that the compressed field of offsets to the most
 *     similar reference patches takes; near 0 for copies, also shifted ones
 * @param largestPiece copying: share of the occupied voxels in the largest connected piece that the
 *     reference has, too, at one offset along the ground; voxels that would fit in many places
 *     count less. 1 for copies, also shifted ones
 * @param pieces copying: shares of the occupied voxels in pieces of which size
 * @param referenceIou copying: intersection over union of the voxels of positive density with those
 *     of the reference, if the sizes agree; 1 for a copy in place
 * @param things quality of shape and colour: whether what stands there is whole, where the
 *     reference falls into things (surfaces of one colour)
 * @param sifid quality of pictures: Frechet distance of the features of {@link InceptionStem}
 *     between pictures by the same camera, if its weights were given; smaller is better
 */
public record RemixQuality(
    int remixes,
    double occupancy,
    double patchSwd,
    double localPatchIou,
    double localPatchF,
    double bestMatch,
    double coherence,
    double completeness,
    double shapeDiversity,
    double appearanceDiversity,
    double offsetBytes,
    double largestPiece,
    PieceSizes pieces,
    OptionalDouble referenceIou,
    Optional<ThingShares> things,
    OptionalDouble sifid) {

  /** The figures under the names of the components; {@link #units()} has the units. */
  public ObjectNode toJson() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("remixes", remixes)
            .put("occupancy", occupancy)
            .put("patchSwd", patchSwd)
            .put("localPatchIou", localPatchIou)
            .put("localPatchF", localPatchF)
            .put("bestMatch", bestMatch)
            .put("coherence", coherence)
            .put("completeness", completeness)
            .put("shapeDiversity", shapeDiversity)
            .put("appearanceDiversity", appearanceDiversity)
            .put("offsetBytes", offsetBytes)
            .put("largestPiece", largestPiece)
            .put("tinyPieces", pieces.tiny())
            .put("smallPieces", pieces.small())
            .put("middlePieces", pieces.middle())
            .put("largePieces", pieces.large());
    referenceIou.ifPresent(overlap -> json.put("referenceIou", overlap));
    things.ifPresent(
        shares ->
            json.put("things", shares.count())
                .put("wholeThings", shares.whole())
                .put("cutThings", shares.cut())
                .put("mergedThings", shares.merged())
                .put("mixedThings", shares.mixed())
                .put("floatingThings", shares.floating()));
    sifid.ifPresent(distance -> json.put("sifid", distance));
    return json;
  }

  /** Units of the fields that {@link #toJson()} may have, and which way is better. */
  public static ObjectNode units() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("remixes", "count")
        .put("occupancy", "share of voxels, near the reference's is better")
        .put("patchSwd", "1e-3 standard deviations of the reference, smaller is better")
        .put("localPatchIou", "share of patches, larger is better")
        .put("localPatchF", "share of patches, larger is better")
        .put("bestMatch", "IoU, larger is better")
        .put("coherence", "rms difference in [0, 1], smaller is better")
        .put("completeness", "rms difference in [0, 1], smaller is better")
        .put("shapeDiversity", "1 - IoU, larger is more diverse")
        .put("appearanceDiversity", "ratio of standard deviations, larger is more diverse")
        .put("offsetBytes", "bytes per patch, near 0 is a copy")
        .put("largestPiece", "share of occupied voxels, near 1 is a copy")
        .put("tinyPieces", "share in copied pieces below 1 %, and in none")
        .put("smallPieces", "share in copied pieces of 1 to 5 %")
        .put("middlePieces", "share in copied pieces of 5 to 15 %")
        .put("largePieces", "share in copied pieces of 15 % and more, larger is more of a copy")
        .put("referenceIou", "IoU, 1 is a copy")
        .put("things", "count")
        .put("wholeThings", "share of things, larger is better")
        .put("cutThings", "share of things, smaller is better")
        .put("mergedThings", "share of things, smaller is better")
        .put("mixedThings", "share of things, smaller is better")
        .put("floatingThings", "share of things, near the copy's is better")
        .put("sifid", "squared feature units, smaller is better");
  }
}
