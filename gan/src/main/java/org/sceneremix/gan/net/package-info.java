/** Networks: convolution stacks with hand-written backward passes on ND4J operators. */
package org.sceneremix.gan.net;
