package org.sceneremix.renderer.trace.cpu;

/**
 * Rays whose samples were recorded: a range of a batch of rays, and the places of the runs of each.
 */
final class RecordedRays {

  private final SampleRecords[] records;
  private int start;
  private int end;
  private int[] worker = new int[0];
  private int[] firstRun = new int[0];
  private int[] lastRun = new int[0];

  RecordedRays(int workers) {
    records = new SampleRecords[workers];
    for (int i = 0; i < workers; i++) {
      records[i] = new SampleRecords();
    }
  }

  /** Forgets everything and makes room for the rays from start to before end. */
  void begin(int start, int end) {
    this.start = start;
    this.end = end;
    if (end - start > worker.length) {
      worker = new int[end - start];
      firstRun = new int[worker.length];
      lastRun = new int[worker.length];
    }
    for (SampleRecords part : records) {
      part.clear();
    }
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** Records of a worker. */
  SampleRecords of(int ofWorker) {
    return records[ofWorker];
  }

  /** Begins a ray: what the worker records from now on is the ray's. */
  void beginRay(int ray, int ofWorker) {
    records[ofWorker].endRun();
    worker[ray - start] = ofWorker;
    firstRun[ray - start] = records[ofWorker].runs();
  }

  /** Ends a ray: what the worker records from now on is not the ray's. */
  void endRay(int ray, int ofWorker) {
    lastRun[ray - start] = records[ofWorker].runs();
  }

  /** Forgets a ray. */
  void forget(int ray) {
    lastRun[ray - start] = firstRun[ray - start];
  }

  /** Who recorded a ray. */
  int worker(int ray) {
    return worker[ray - start];
  }

  /** A ray's first run among its worker's. */
  int firstRun(int ray) {
    return firstRun[ray - start];
  }

  /** The run behind its last. */
  int lastRun(int ray) {
    return lastRun[ray - start];
  }
}
