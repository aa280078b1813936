package org.sceneremix.gan.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sceneremix.gan.sample.Remixer;

/**
 * A model that was opened.
 *
 * @param remixer makes remixes
 * @param description the contents of {@code model.json}: settings, levels, provenance
 * @param complete whether it is trained to its end
 */
public record Model(Remixer remixer, ObjectNode description, boolean complete) {}
