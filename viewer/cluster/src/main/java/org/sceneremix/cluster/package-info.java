/** Data sets of remixes as a job of Apache Spark ({@link org.sceneremix.cluster.SparkCluster}). */
package org.sceneremix.cluster;
