/** The model folder and what it holds. */
package org.sceneremix.gan.model;
