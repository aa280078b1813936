import * as THREE from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';

const BLOCK = 4; // as in the shader
const element = (id) => document.getElementById(id);
const settings = JSON.parse(element('settings').textContent);
const canvas = element('view');

/** The samples of a scene: bytes of red, green, blue and density, x fastest. */
async function samples(index) {
  const text = element('scene-' + index).textContent;
  const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function texture(data, size, format, filter) {
  const made = new THREE.Data3DTexture(data, ...size);
  made.format = format;
  made.minFilter = filter;
  made.magFilter = filter;
  made.unpackAlignment = 1;
  made.needsUpdate = true;
  return made;
}

/** Which blocks hold matter, or have it in the voxels around them, from which a sample may take it. */
function occupiedBlocks(data, [nx, ny, nz]) {
  const size = [nx, ny, nz].map((count) => Math.ceil(count / BLOCK));
  const occupied = new Uint8Array(size[0] * size[1] * size[2]);
  const range = (voxel, count) => [
    Math.floor(Math.max(0, voxel - 1) / BLOCK),
    Math.floor(Math.min(count - 1, voxel + 1) / BLOCK),
  ];
  for (let z = 0, at = 3; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, at += 4) {
        if (data[at] < 128) {
          continue;
        }
        const [[x0, x1], [y0, y1], [z0, z1]] = [range(x, nx), range(y, ny), range(z, nz)];
        for (let k = z0; k <= z1; k++) {
          for (let j = y0; j <= y1; j++) {
            for (let i = x0; i <= x1; i++) {
              occupied[(k * size[1] + j) * size[0] + i] = 255;
            }
          }
        }
      }
    }
  }
  return { occupied, size };
}

if (!document.createElement('canvas').getContext('webgl2')) {
  element('message').textContent = 'This browser has no WebGL 2: this is a picture of the scene.';
  throw new Error('WebGL 2 is missing');
}

const renderer = new THREE.WebGLRenderer({ canvas, preserveDrawingBuffer: true });
const camera = new THREE.PerspectiveCamera();
camera.up.set(0, 0, 1);
const controls = new OrbitControls(camera, canvas);
const uniforms = {};
for (const name of ['field', 'blocks', 'size', 'voxel', 'densityScale', 'eye', 'cameraToWorld', 'slope', 'pixels']) {
  uniforms[name] = { value: null };
}
const triangle = new THREE.BufferGeometry();
triangle.setAttribute('position', new THREE.BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
const mesh = new THREE.Mesh(
  triangle,
  new THREE.RawShaderMaterial({
    glslVersion: THREE.GLSL3,
    uniforms,
    vertexShader: 'in vec3 position; void main() { gl_Position = vec4(position, 1.0); }',
    fragmentShader: element('trace').textContent,
    depthTest: false,
    depthWrite: false,
  }),
);
mesh.frustumCulled = false;
const stage = new THREE.Scene();
stage.add(mesh);

let asked = false;

function draw() {
  asked = false;
  if (!uniforms.field.value) {
    return;
  }
  camera.updateMatrixWorld();
  uniforms.eye.value = camera.position;
  uniforms.cameraToWorld.value = new THREE.Matrix3().setFromMatrix4(camera.matrixWorld);
  renderer.render(stage, camera);
  element('poster').hidden = true;
  document.documentElement.dataset.drawn = current;
}

function askToDraw() {
  if (!asked) {
    asked = true;
    requestAnimationFrame(draw);
  }
}

function resize() {
  const width = window.innerWidth;
  const height = window.innerHeight;
  renderer.setPixelRatio(Math.min(window.devicePixelRatio, 2));
  renderer.setSize(width, height, false);
  const tangent = Math.tan(0.5 * settings.fieldOfView) / Math.min(width, height);
  uniforms.slope.value = new THREE.Vector2(width * tangent, height * tangent);
  uniforms.pixels.value = renderer.getDrawingBufferSize(new THREE.Vector2());
  askToDraw();
}

/** Keeps the view while scenes of other sizes are flipped through: distances in those of the first view. */
function place(scene) {
  const distance = Math.hypot(...scene.eye);
  if (reach === 0) {
    camera.position.set(...scene.eye);
  } else {
    camera.position.multiplyScalar(distance / reach);
    controls.target.multiplyScalar(distance / reach);
  }
  reach = distance;
  controls.update();
}

let current = -1;
let reach = 0;

async function show(index) {
  current = index;
  const scene = settings.scenes[index];
  element('name').textContent = scene.name || `${index + 1} / ${settings.scenes.length}`;
  const data = await samples(index);
  if (current !== index) {
    return;
  }
  const { occupied, size } = occupiedBlocks(data, scene.size);
  for (const old of [uniforms.field.value, uniforms.blocks.value]) {
    old?.dispose();
  }
  uniforms.field.value = texture(data, scene.size, THREE.RGBAFormat, THREE.LinearFilter);
  uniforms.blocks.value = texture(occupied, size, THREE.RedFormat, THREE.NearestFilter);
  uniforms.size.value = new THREE.Vector3(...scene.size);
  uniforms.voxel.value = new THREE.Vector3(...scene.box.map((side, axis) => side / scene.size[axis]));
  uniforms.densityScale.value = scene.densityScale;
  place(scene);
  askToDraw();
}

function flip(step) {
  const count = settings.scenes.length;
  show((current + step + count) % count);
}

controls.addEventListener('change', askToDraw);
window.addEventListener('resize', resize);
window.addEventListener('keydown', (event) => {
  if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
    flip(event.key === 'ArrowRight' ? 1 : -1);
  }
});
element('previous').addEventListener('click', () => flip(-1));
element('next').addEventListener('click', () => flip(1));
element('flip').hidden = settings.scenes.length === 1;
resize();
show(Number(location.hash.slice(1)) || 0);
