/** Pictures of many scenes on one sheet, for the eye to judge what figures cannot. */
package org.sceneremix.gan.sheet;
