#version 430 core
#include "ray.glsl"

// The emission-absorption integral along rays, one an invocation: VolumeTracer.trace.

layout(local_size_x = 64) in;
layout(std430, binding = 3) writeonly buffer Results { float results[]; };

const int RESULTS = 8; // a ray: red, green, blue, opacity, depth, normal
uniform bool wantsNormals;

vec4 densities(int a, int b, int c, int d) {
  return vec4(stored[a].a, stored[b].a, stored[c].a, stored[d].a);
}

void main() {
  int i = int(gl_GlobalInvocationID.x);
  if (i >= rays) {
    return;
  }
  Ray r = ray(i);
  float thickness = densityScale * r.interval;
  vec3 colour = vec3(0.0);
  vec3 normal = vec3(0.0);
  float steps = 0.0;
  float opticalDepth = 0.0;
  float transmittance = 1.0;
  int group = 0;
  for (int j = nextOccupied(r, 0); j < r.samples; j = nextOccupied(r, j + 1)) {
    if (transmittance < minTransmittance && j / GROUP != group) {
      break;
    }
    group = j / GROUP;
    Place at = inside(place(r, j));
    int voxel[8];
    corners(at.cell, voxel);
    vec4 value = interpolated(voxel, at.fraction);
    if (value.a > 0.0) {
      opticalDepth += value.a * thickness;
      float next = exp(-opticalDepth);
      float weight = transmittance - next;
      transmittance = next;
      colour += weight * colourOf(value);
      steps += weight * float(j);
      if (wantsNormals) {
        normal += weight
            * normalOf(
                densities(voxel[0], voxel[1], voxel[2], voxel[3]),
                densities(voxel[4], voxel[5], voxel[6], voxel[7]),
                at.fraction);
      }
    }
  }
  float opacity = 1.0 - transmittance;
  int to = RESULTS * i;
  results[to] = colour.r;
  results[to + 1] = colour.g;
  results[to + 2] = colour.b;
  results[to + 3] = opacity;
  results[to + 4] = r.samples == 0 ? 0.0 : opacity * r.firstDistance + steps * r.interval;
  results[to + 5] = normal.x;
  results[to + 6] = normal.y;
  results[to + 7] = normal.z;
}
