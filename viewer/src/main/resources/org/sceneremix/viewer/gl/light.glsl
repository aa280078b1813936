// What light reaches a point of a scene's surface, and a ground around it: as SurfaceLight and GroundPlane have it.

uniform sampler3D solid;    // as SolidField; linear, clamped to the edge
uniform vec3 sun;           // unit vector towards it
uniform float skyReach;     // world units
uniform float bias;         // world units
uniform bool hasGround;
uniform float groundHeight; // world units
uniform vec3 groundColour;
uniform vec2 groundCentre;  // world units
uniform float groundRadius;

const float SKY = 0.4;
const float SUN = 0.85;
const int SKY_STEPS = 4;
const int SKY_DIRECTIONS = 6;

float solidAt(vec3 p) {
  bool outside = any(lessThan(p, vec3(0.0))) || any(greaterThan(p, fieldSize));
  return outside ? 0.0 : texture(solid, p / fieldSize).r;
}

vec3 surfaceNormal(vec3 world) {
  vec3 p = toField(world);
  vec3 slope = vec3(
      solidAt(p + vec3(1.0, 0.0, 0.0)) - solidAt(p - vec3(1.0, 0.0, 0.0)),
      solidAt(p + vec3(0.0, 1.0, 0.0)) - solidAt(p - vec3(0.0, 1.0, 0.0)),
      solidAt(p + vec3(0.0, 0.0, 1.0)) - solidAt(p - vec3(0.0, 0.0, 1.0))) / fieldVoxel;
  float norm = length(slope);
  return norm > 0.0 ? -slope / norm : vec3(0.0, 0.0, 1.0);
}

float seen(vec3 from, vec3 direction) {
  float free = 1.0;
  for (int k = 1; k <= SKY_STEPS; k++) {
    vec3 at = from + direction * (skyReach * float(k) / float(SKY_STEPS));
    free *= 1.0 - solidAt(toField(at)) * (1.0 - float(k - 1) / float(SKY_STEPS));
  }
  return free;
}

float openness(vec3 above, vec3 n) {
  float side = n.z < 0.0 ? -1.0 : 1.0;
  float a = -1.0 / (side + n.z);
  float b = n.x * n.y * a;
  vec3 right = vec3(1.0 + side * n.x * n.x * a, side * b, -side * n.x);
  vec3 up = vec3(b, side + n.y * n.y * a, -n.y);
  float open = seen(above, n);
  for (int i = 0; i < SKY_DIRECTIONS; i++) {
    float angle = 6.2831853 * float(i) / float(SKY_DIRECTIONS);
    vec3 direction = 0.5 * n + sqrt(0.75) * (cos(angle) * right + sin(angle) * up);
    open += 0.5 * seen(above, direction);
  }
  return open / (1.0 + 0.5 * float(SKY_DIRECTIONS));
}

float lightAt(vec3 point, vec3 normal) {
  vec3 above = point + bias * normal;
  float direct = max(0.0, dot(normal, sun));
  if (direct > 0.0) {
    direct *= 1.0 - march(above, sun).opacity;
  }
  return SKY * (0.75 + 0.25 * normal.z) * openness(above, normal) + SUN * direct;
}

// Lays the ground behind what was traced along a ray, or before it where it is nearer.
vec4 withGround(vec4 scene, float sceneDistance, vec3 origin, vec3 direction) {
  float far = (groundHeight - origin.z) / direction.z;
  if (!hasGround || !(far > 0.0) || isinf(far)) {
    return scene;
  }
  vec3 point = origin + far * direction;
  float opacity = 1.0 - smoothstep(0.5, 1.0, distance(point.xy, groundCentre) / groundRadius);
  bool before = false;
  if (scene.a > 0.0) {
    vec2 high = fieldMin.xy + fieldSize.xy * fieldVoxel.xy;
    bool beside = any(lessThan(point.xy, fieldMin.xy)) || any(greaterThan(point.xy, high));
    before = beside && far < sceneDistance;
  }
  float shown = before ? opacity : opacity * (1.0 - scene.a);
  if (shown <= 0.0) {
    return scene;
  }
  vec3 colour = min(groundColour * lightAt(point, vec3(0.0, 0.0, 1.0)), vec3(1.0));
  return (before ? 1.0 - opacity : 1.0) * scene + shown * vec4(colour, 1.0);
}
