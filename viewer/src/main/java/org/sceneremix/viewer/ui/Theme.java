package org.sceneremix.viewer.ui;

import imgui.ImFontConfig;
import imgui.ImGui;
import imgui.ImGuiIO;
import imgui.ImGuiStyle;
import imgui.flag.ImGuiCol;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Typeface, sizes and colours of the window. */
final class Theme {

  private static final String REGULAR = "/com/formdev/flatlaf/fonts/roboto/Roboto-Regular.ttf";

  /** Height of the text without a factor, screen coordinates. */
  static final float TEXT_PIXELS = 16;

  /** Colours as IM_COL32 has them: alpha, blue, green, red from the highest byte. */
  static final int ACCENT = 0xFF3DA3F0;

  static final int TEXT = 0xFFEAEAE8;
  static final int QUIET = 0xFF9A9A98;
  static final int ERROR = 0xFF5A5AF0;
  static final int CARD = 0xF0282624;
  static final int SHADE = 0x90000000;

  private Theme() {}

  /**
   * Sets fonts and style of the current context, also where they were set before.
   *
   * @param scale factor on all sizes
   * @param pixelRatio pixels a screen coordinate
   */
  static void apply(float scale, float pixelRatio) {
    ImGuiIO io = ImGui.getIO();
    ImFontConfig config = new ImFontConfig();
    config.setOversampleH(2);
    // the atlas then copies the bytes; it would keep a pointer into an array that Java moves
    config.setFontDataOwnedByAtlas(false);
    io.getFonts().clear();
    float pixels = Math.round(TEXT_PIXELS * scale * pixelRatio);
    io.getFonts().addFontFromMemoryTTF(font(), pixels, config);
    io.getFonts().build();
    io.setFontGlobalScale(1 / pixelRatio);
    config.destroy();
    ImGuiStyle style = ImGui.getStyle();
    style.setWindowRounding(0);
    style.setWindowTitleAlign(0.5f, 0.5f);
    style.setChildRounding(6);
    style.setFrameRounding(5);
    style.setGrabRounding(5);
    style.setPopupRounding(6);
    style.setScrollbarRounding(6);
    style.setTabRounding(5);
    style.setWindowBorderSize(0);
    style.setFrameBorderSize(0);
    style.setWindowPadding(12, 10);
    style.setFramePadding(9, 4);
    style.setItemSpacing(8, 6);
    style.setScrollbarSize(11);
    style.setGrabMinSize(14);
    // the defaults, which scaling would otherwise change a second time
    style.setItemInnerSpacing(6, 4);
    style.setCellPadding(4, 2);
    style.setIndentSpacing(21);
    style.setColumnsMinSpacing(6);
    style.setWindowMinSize(32, 32);
    style.setDisplayWindowPadding(19, 19);
    style.setDisplaySafeAreaPadding(3, 3);
    style.scaleAllSizes(scale);
  }

  private static byte[] font() {
    try (InputStream in = Theme.class.getResourceAsStream(REGULAR)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the colours of panels, menus and controls. */
  static void paint(boolean light) {
    ImGuiStyle style = ImGui.getStyle();
    if (light) {
      ImGui.styleColorsLight();
      light(style);
    } else {
      ImGui.styleColorsDark();
      dark(style);
    }
  }

  private static void light(ImGuiStyle style) {
    set(style, ImGuiCol.Text, 0.12f, 0.12f, 0.13f, 1);
    set(style, ImGuiCol.TextDisabled, 0.4f, 0.4f, 0.41f, 1);
    set(style, ImGuiCol.WindowBg, 0.945f, 0.945f, 0.94f, 1);
    set(style, ImGuiCol.ChildBg, 0.945f, 0.945f, 0.94f, 0);
    set(style, ImGuiCol.PopupBg, 0.98f, 0.98f, 0.98f, 0.99f);
    set(style, ImGuiCol.MenuBarBg, 0.9f, 0.9f, 0.895f, 1);
    set(style, ImGuiCol.FrameBg, 0.86f, 0.86f, 0.855f, 1);
    set(style, ImGuiCol.FrameBgHovered, 0.82f, 0.82f, 0.815f, 1);
    set(style, ImGuiCol.FrameBgActive, 0.78f, 0.78f, 0.775f, 1);
    set(style, ImGuiCol.Button, 0.84f, 0.84f, 0.835f, 1);
    set(style, ImGuiCol.ButtonHovered, 0.79f, 0.79f, 0.785f, 1);
    set(style, ImGuiCol.ButtonActive, 0.74f, 0.74f, 0.735f, 1);
    set(style, ImGuiCol.Header, 0.87f, 0.87f, 0.865f, 1);
    set(style, ImGuiCol.HeaderHovered, 0.82f, 0.82f, 0.815f, 1);
    set(style, ImGuiCol.HeaderActive, 0.78f, 0.78f, 0.775f, 1);
    set(style, ImGuiCol.SliderGrab, 0.68f, 0.68f, 0.675f, 1);
    set(style, ImGuiCol.SliderGrabActive, 0.94f, 0.64f, 0.24f, 1);
    set(style, ImGuiCol.CheckMark, 0.75f, 0.45f, 0.05f, 1);
    set(style, ImGuiCol.PlotHistogram, 0.94f, 0.64f, 0.24f, 1);
    set(style, ImGuiCol.Separator, 0.8f, 0.8f, 0.795f, 1);
    set(style, ImGuiCol.TitleBgActive, 0.88f, 0.88f, 0.875f, 1);
    set(style, ImGuiCol.ModalWindowDimBg, 0, 0, 0, 0.35f);
    set(style, ImGuiCol.TextSelectedBg, 0.94f, 0.64f, 0.24f, 0.45f);
  }

  private static void dark(ImGuiStyle style) {
    set(style, ImGuiCol.Text, 0.92f, 0.92f, 0.91f, 1);
    set(style, ImGuiCol.TextDisabled, 0.62f, 0.62f, 0.61f, 1);
    set(style, ImGuiCol.WindowBg, 0.125f, 0.13f, 0.14f, 1);
    set(style, ImGuiCol.ChildBg, 0.125f, 0.13f, 0.14f, 0);
    set(style, ImGuiCol.PopupBg, 0.15f, 0.155f, 0.165f, 0.98f);
    set(style, ImGuiCol.MenuBarBg, 0.105f, 0.11f, 0.12f, 1);
    set(style, ImGuiCol.FrameBg, 0.19f, 0.195f, 0.21f, 1);
    set(style, ImGuiCol.FrameBgHovered, 0.235f, 0.24f, 0.26f, 1);
    set(style, ImGuiCol.FrameBgActive, 0.26f, 0.265f, 0.285f, 1);
    set(style, ImGuiCol.Button, 0.215f, 0.22f, 0.24f, 1);
    set(style, ImGuiCol.ButtonHovered, 0.275f, 0.28f, 0.305f, 1);
    set(style, ImGuiCol.ButtonActive, 0.33f, 0.335f, 0.36f, 1);
    set(style, ImGuiCol.Header, 0.17f, 0.175f, 0.19f, 1);
    set(style, ImGuiCol.HeaderHovered, 0.215f, 0.22f, 0.24f, 1);
    set(style, ImGuiCol.HeaderActive, 0.25f, 0.255f, 0.275f, 1);
    // the value is written over the grab, in white
    set(style, ImGuiCol.SliderGrab, 0.4f, 0.41f, 0.45f, 1);
    set(style, ImGuiCol.SliderGrabActive, 0.72f, 0.46f, 0.12f, 1);
    set(style, ImGuiCol.CheckMark, 0.94f, 0.64f, 0.24f, 1);
    set(style, ImGuiCol.PlotHistogram, 0.94f, 0.64f, 0.24f, 1);
    set(style, ImGuiCol.Separator, 0.2f, 0.205f, 0.22f, 1);
    set(style, ImGuiCol.ResizeGrip, 0.2f, 0.205f, 0.22f, 1);
    set(style, ImGuiCol.ResizeGripHovered, 0.275f, 0.28f, 0.305f, 1);
    set(style, ImGuiCol.ResizeGripActive, 0.94f, 0.64f, 0.24f, 1);
    set(style, ImGuiCol.TitleBgActive, 0.105f, 0.11f, 0.12f, 1);
    set(style, ImGuiCol.ModalWindowDimBg, 0, 0, 0, 0.5f);
    set(style, ImGuiCol.TextSelectedBg, 0.94f, 0.64f, 0.24f, 0.35f);
  }

  private static void set(
      ImGuiStyle style, int colour, float red, float green, float blue, float alpha) {
    style.setColor(colour, red, green, blue, alpha);
  }
}
