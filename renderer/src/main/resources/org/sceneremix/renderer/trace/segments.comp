#version 430 core

// The segments of the rays of square patches, one ray an invocation: rays as RayPatches defines them, segments as
// RaySegment and SegmentArray do, in double precision as there.

layout(local_size_x = 64) in;
layout(std430, binding = 0) readonly buffer Numbers { uvec2 numbers[]; }; // doubles: those below, then 12 a patch
layout(std430, binding = 1) writeonly buffer Segments { uvec4 segments[]; }; // four a ray

const int BOX = 0;         // lower corner, then upper corner, world units
const int VOXELS = 6;      // voxels to a world unit along each axis
const int LONGEST = 9;     // interval, world units
const int SPACING = 10;    // of rays at the target, world units
const int PATCHES = 11;    // eye, target, right, top of each

const double NEVER = 1e300lf;
const double ONE = 4294967296.0lf;

uniform int rays;
uniform int edge;

double number(int at) {
  return packDouble2x32(numbers[at]);
}

dvec3 vector(int at) {
  return dvec3(number(at), number(at + 1), number(at + 2));
}

// What is left of a ray between one pair of planes; false if nothing is.
bool clip(double origin, double direction, double low, double high, inout double near, inout double far) {
  if (direction == 0.0lf) {
    return origin >= low && origin <= high;
  }
  double inverse = 1.0lf / direction;
  double a = (low - origin) * inverse;
  double b = (high - origin) * inverse;
  near = max(near, min(a, b));
  far = min(far, max(a, b));
  return near < far;
}

// Fixed-point numbers with 32 bits before the point and 32 behind.
void fixedPoint(dvec3 voxels, out uvec3 low, out uvec3 high) {
  for (int axis = 0; axis < 3; axis++) {
    double whole = floor(voxels[axis]);
    double part = roundEven((voxels[axis] - whole) * ONE);
    if (part >= ONE) {
      part = 0.0lf;
      whole += 1.0lf;
    }
    low[axis] = uint(part);
    high[axis] = uint(int(whole));
  }
}

void main() {
  int i = int(gl_GlobalInvocationID.x);
  if (i >= rays) {
    return;
  }
  int patch_ = PATCHES + 12 * (i / (edge * edge));
  int row = i / edge % edge;
  int column = i % edge;
  dvec3 eye = vector(patch_);
  double u = (double(column) - 0.5lf * double(edge - 1)) * number(SPACING);
  double v = (0.5lf * double(edge - 1) - double(row)) * number(SPACING);
  dvec3 d = vector(patch_ + 3) + u * vector(patch_ + 6) + v * vector(patch_ + 9) - eye;
  d *= 1.0lf / sqrt(d.x * d.x + (d.y * d.y + d.z * d.z));
  // rays are floats
  eye = dvec3(vec3(eye));
  d = dvec3(vec3(d));

  dvec3 low = vector(BOX);
  dvec3 high = vector(BOX + 3);
  dvec3 voxels = vector(VOXELS);
  double near = 0.0lf;
  double far = NEVER;
  bool meets = clip(eye.x, d.x, low.x, high.x, near, far)
      && clip(eye.y, d.y, low.y, high.y, near, far)
      && clip(eye.z, d.z, low.z, high.z, near, far);
  if (!meets || far == NEVER) {
    for (int k = 0; k < 4; k++) {
      segments[4 * i + k] = uvec4(0u);
    }
    return;
  }
  double length_ = far - near;
  int samples = max(1, int(ceil(length_ / number(LONGEST) - 1e-6lf)));
  double interval = length_ / double(samples);
  double firstDistance = near + 0.5lf * interval;
  uvec3 below;
  uvec3 before;
  fixedPoint((eye + firstDistance * d - low) * voxels - 0.5lf, below, before);
  segments[4 * i] = uvec4(below, uint(samples));
  segments[4 * i + 1] = uvec4(before, floatBitsToUint(float(interval)));
  fixedPoint(interval * d * voxels, below, before);
  segments[4 * i + 2] = uvec4(below, floatBitsToUint(float(firstDistance)));
  segments[4 * i + 3] = uvec4(before, 0u);
}
