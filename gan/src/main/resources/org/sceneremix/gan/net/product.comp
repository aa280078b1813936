#version 430 core

// C := op(A) op(B), or that added to C; a work group makes a square of TILE x TILE values of C, a thread 4 x 4 of them.

const int TILE = 64;
const int DEPTH = 16;
const int SIDE = 16;

layout(local_size_x = 16, local_size_y = 16) in;  // SIDE

layout(std430, binding = 0) readonly buffer First {
  float a[];
};
layout(std430, binding = 1) readonly buffer Second {
  float b[];
};
layout(std430, binding = 2) buffer Result {
  float c[];
};

uniform int m;
uniform int n;
uniform int k;
uniform int ofA;
uniform int ofB;
uniform int ofC;
uniform int rowA;  // from a row of op(A) to the next
uniform int columnA;
uniform int rowB;
uniform int columnB;
uniform int rowC;
uniform int adds;

shared float tileA[DEPTH][TILE];
shared float tileB[DEPTH][TILE];

void main() {
  int row0 = TILE * int(gl_WorkGroupID.y);
  int column0 = TILE * int(gl_WorkGroupID.x);
  int x = int(gl_LocalInvocationID.x);
  int y = int(gl_LocalInvocationID.y);
  float sums[4][4];
  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < 4; j++) {
      sums[i][j] = 0.0;
    }
  }
  for (int from = 0; from < k; from += DEPTH) {
    for (int i = 0; i < 4; i++) {
      int row = row0 + y + SIDE * i;
      int inner = from + x;
      tileA[x][y + SIDE * i] = row < m && inner < k ? a[ofA + row * rowA + inner * columnA] : 0.0;
      int column = column0 + x + SIDE * i;
      inner = from + y;
      tileB[y][x + SIDE * i] = column < n && inner < k ? b[ofB + inner * rowB + column * columnB] : 0.0;
    }
    barrier();
    for (int inner = 0; inner < DEPTH; inner++) {
      for (int i = 0; i < 4; i++) {
        float value = tileA[inner][y + SIDE * i];
        for (int j = 0; j < 4; j++) {
          sums[i][j] += value * tileB[inner][x + SIDE * j];
        }
      }
    }
    barrier();
  }
  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < 4; j++) {
      int row = row0 + y + SIDE * i;
      int column = column0 + x + SIDE * j;
      if (row < m && column < n) {
        int at = ofC + row * rowC + column;
        c[at] = adds == 0 ? sums[i][j] : c[at] + sums[i][j];
      }
    }
  }
}
