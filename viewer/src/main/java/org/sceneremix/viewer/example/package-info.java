/**
 * Small programs that show how the viewer is used from Java. Once {@code remix} was started, they
 * run from the project's folder by
 *
 * <pre>
 *   java -cp "viewer/target/app/*:$(cat viewer/target/libraries.classpath)" \
 *     org.sceneremix.viewer.example.OpenAndOrbit scene.grid
 * </pre>
 *
 * <p>(on macOS with {@code -XstartOnFirstThread} where a window opens).
 */
package org.sceneremix.viewer.example;
