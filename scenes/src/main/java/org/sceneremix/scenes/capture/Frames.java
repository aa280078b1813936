package org.sceneremix.scenes.capture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.joml.Matrix4dc;
import org.sceneremix.renderer.camera.Intrinsics;

/** Makes views of the frames that a capture lists; frames that cannot be used are left out. */
final class Frames {

  private Frames() {}

  /**
   * One frame of a capture.
   *
   * @param picture the name of its picture
   * @param where what messages call it
   * @param mask the name of its mask, if the capture says one
   * @param maker makes the view of the picture, without masks
   */
  record Frame(String picture, String where, Optional<String> mask, Maker maker) {}

  /** Makes a view of a picture. */
  interface Maker {

    /**
     * @param picture its file
     * @throws CaptureException if the frame cannot be used
     */
    View view(Path picture) throws CaptureException;
  }

  /**
   * The view of a picture through a lens, however many times smaller the picture was made.
   *
   * @param pose rigid camera-to-world transform
   * @param orientations what is odd about the picture's orientation is added
   * @throws CaptureException if the picture cannot be read, or has another shape than its camera
   * @throws IllegalArgumentException if the pose is none
   */
  static View through(
      Lens lens, Matrix4dc pose, String name, Path picture, Orientations orientations)
      throws CaptureException {
    Intrinsics said = lens.photographed();
    PictureFile.Shown shown = PictureFile.shown(picture, said.width(), said.height());
    orientations.add(name, shown);
    boolean hasSize = said.width() == shown.width() && said.height() == shown.height();
    Lens fitting =
        hasSize ? lens : new Lens(said.resized(shown.width(), shown.height()), lens.distortion());
    return View.through(fitting, pose, name, picture).turned(shown.turn());
  }

  /**
   * Makes the views.
   *
   * @param pictures where the pictures are
   * @param capture where the masks are
   * @param least how many frames must be of use
   * @param remarks what the user should know is added
   * @throws CaptureException if fewer are
   */
  static List<View> views(
      List<Frame> frames,
      CaptureFiles pictures,
      CaptureFiles capture,
      CaptureOptions options,
      int least,
      List<String> remarks)
      throws CaptureException {
    CaptureFiles.Pictures found = pictures.pictures(frames.stream().map(Frame::picture).toList());
    Masks masks = new Masks(capture, options);
    LeftOut leftOut = new LeftOut();
    List<View> views = new ArrayList<>();
    for (Frame frame : frames) {
      Path picture = found.files().get(frame.picture());
      if (picture == null) {
        leftOut.absent(frame.where());
        continue;
      }
      try {
        views.add(masks.apply(frame.maker().view(picture), frame.mask()));
      } catch (CaptureException e) {
        leftOut.unusable(e);
      }
    }
    if (views.size() < least) {
      throw leftOut.tooMany(frames.size(), pictures.folder(), found.remarks());
    }
    remarks.addAll(found.remarks());
    remarks.addAll(leftOut.remarks(frames.size()));
    remarks.addAll(masks.remarks());
    return views;
  }
}
