#version 430
// Columns of a scene put where "columns" says, as PieceColumns codes it.

layout(local_size_x = 256) in;

layout(std430, binding = 0) readonly buffer Scene { float scene[]; };
layout(std430, binding = 1) readonly buffer Columns { float columns[]; };
layout(std430, binding = 2) writeonly buffer Y { float y[]; };

uniform int sceneAt;
uniform int columnsAt;
uniform int yAt;
uniform ivec3 sceneSize;
uniform int columnCount; // of y
uniform int fitting;     // whether columns that fit are put
uniform int broken;      // whether others are
uniform int z0;
uniform int channels;
uniform int count;

void main() {
  int layer = sceneSize.x * sceneSize.y;
  int stride = int(gl_NumWorkGroups.x * gl_WorkGroupSize.x);
  for (int i = int(gl_GlobalInvocationID.x); i < count; i += stride) {
    int voxel = i / channels;
    int z = z0 + voxel / columnCount;
    float code = columns[columnsAt + voxel % columnCount];
    int column = int(code < 0.0 ? -1.0 - code : code);
    bool isTaken = (code < 0.0 ? broken : fitting) != 0;
    if (isTaken && column < layer && z >= 0 && z < sceneSize.z) {
      y[yAt + i] = scene[sceneAt + (z * layer + column) * channels + i % channels];
    }
  }
}
