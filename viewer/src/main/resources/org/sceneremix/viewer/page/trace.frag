precision highp float;
precision highp sampler3D;

// One pixel: the emission-absorption integral over white, sampled where the renderer samples it. Positions are in voxels
// from the lowest corner of the box.

uniform sampler3D field;  // stored red, green, blue, density, as 0..1 for -1..1
uniform sampler3D blocks; // 0 where nothing can be: cells of BLOCK voxels
uniform vec3 size;        // voxels
uniform vec3 voxel;       // edges of a voxel, world units
uniform float densityScale;
uniform vec3 eye;         // from the middle of the box, world units
uniform mat3 cameraToWorld;
uniform vec2 slope;       // tangents of the half fields of view
uniform vec2 pixels;

out vec4 picture;

const float BLOCK = 4.0;
const float MARGIN = 1e-3;
const float LEAST_TRANSMITTANCE = 1e-4;

void main() {
  vec2 across = (2.0 * gl_FragCoord.xy / pixels - 1.0) * slope;
  vec3 direction = normalize(cameraToWorld * vec3(across, -1.0));
  vec3 safe = mix(direction, vec3(1e-20), equal(direction, vec3(0.0)));
  vec3 halfBox = 0.5 * size * voxel;
  vec3 a = (-halfBox - eye) / safe;
  vec3 b = (halfBox - eye) / safe;
  vec3 nearest = min(a, b);
  vec3 farthest = max(a, b);
  float near = max(max(nearest.x, nearest.y), max(nearest.z, 0.0));
  float extent = min(farthest.x, min(farthest.y, farthest.z)) - near;
  picture = vec4(1.0);
  if (!(extent > 0.0)) {
    return;
  }
  float samples = max(1.0, ceil(extent / (0.5 * min(voxel.x, min(voxel.y, voxel.z))) - 1e-4));
  float interval = extent / samples;
  vec3 first = (eye + halfBox + (near + 0.5 * interval) * direction) / voxel;
  vec3 forward = interval * direction / voxel;
  vec3 colour = vec3(0.0);
  float transmittance = 1.0;
  float j = 0.0;
  while (j < samples) {
    vec3 p = first + j * forward;
    vec3 block = floor(p / BLOCK);
    if (texelFetch(blocks, clamp(ivec3(block), ivec3(0), textureSize(blocks, 0) - 1), 0).r == 0.0) {
      vec3 face = mix(BLOCK * block + MARGIN, BLOCK * (block + 1.0) - MARGIN, greaterThan(forward, vec3(0.0)));
      vec3 steps = mix((face - p) / forward, vec3(1e9), lessThan(abs(forward), vec3(1e-9)));
      j += max(0.0, floor(min(steps.x, min(steps.y, steps.z)))) + 1.0;
      continue;
    }
    vec4 stored = 2.0 * texture(field, p / size) - 1.0;
    if (stored.a > 0.0) {
      float passed = transmittance * exp(-densityScale * interval * stored.a);
      colour += (transmittance - passed) * clamp(0.5 * stored.rgb + 0.5, 0.0, 1.0);
      transmittance = passed;
      if (transmittance < LEAST_TRANSMITTANCE) {
        break;
      }
    }
    j += 1.0;
  }
  picture = vec4(colour + transmittance, 1.0);
}
