import { BufferAttribute, BufferGeometry, Camera as ThreeCamera, GLSL3, Matrix4, Points, RawShaderMaterial, Scene, WebGLRenderer } from 'three';

/** Points on a canvas, drawn by the graphics card or what stands in for it. */
export interface Scatter {
  /** @param positions x, y, z a point */
  setPoints(positions: Float32Array): void;
  /** @param tints r, g, b a point, 0 … 255 @param symbols place in `classSymbols` a point; −1 hides it */
  setLook(tints: Uint8Array, symbols: Float32Array): void;
  setSize(width: number, height: number, pixelRatio: number): void;
  /** @param matrix as `cameraMatrix` gives it @param size of a point, CSS pixels */
  draw(matrix: Float32Array, size: number): void;
  /** Settles once the first drawing will not wait for its shaders. */
  readonly ready: Promise<unknown>;
  dispose(): void;
}

const vertex = `
precision highp float;
in vec3 position;
in vec3 tint;
in float symbol;
uniform mat4 view;
uniform float size;
flat out vec3 colour;
flat out int form;
void main() {
  colour = tint;
  form = int(symbol + 0.5);
  gl_Position = symbol < 0.0 ? vec4(2.0, 2.0, 2.0, 1.0) : view * vec4(position, 1.0);
  gl_PointSize = size;
}`;

/** Points too small for a symbol: a dot of the colour, nothing to decide a pixel. */
const dotFragment = `
precision mediump float;
flat in vec3 colour;
flat in int form;
out vec4 painted;
void main() { painted = vec4(colour, 1.0); }`;

/** Below so many CSS pixels symbols cannot be told apart. */
const leastSymbol = 5;

/** In the order of `classSymbols`: disc, square, triangle, diamond, plus, triangle down, cross, ring, frame, bar. */
const fragment = `
precision highp float;
flat in vec3 colour;
flat in int form;
out vec4 painted;
void main() {
  vec2 p = (gl_PointCoord - 0.5) * 2.0;
  vec2 a = abs(p);
  float r = length(p);
  bool inside =
    form == 1 ? max(a.x, a.y) < 0.78 :
    form == 2 ? p.y < 0.75 && a.x < (p.y + 0.9) * 0.55 :
    form == 3 ? a.x + a.y < 1.0 :
    form == 4 ? min(a.x, a.y) < 0.3 && max(a.x, a.y) < 0.95 :
    form == 5 ? p.y > -0.75 && a.x < (0.9 - p.y) * 0.55 :
    form == 6 ? abs(a.x - a.y) < 0.38 && max(a.x, a.y) < 0.85 :
    form == 7 ? r < 0.95 && r > 0.5 :
    form == 8 ? max(a.x, a.y) < 0.85 && max(a.x, a.y) > 0.45 :
    form == 9 ? a.y < 0.35 && a.x < 0.95 :
    r < 0.85;
  if (!inside) discard;
  painted = vec4(colour, 1.0);
}`;

/** Throws where the browser has no WebGL. */
export function createScatter(canvas: HTMLCanvasElement): Scatter {
  const renderer = new WebGLRenderer({ canvas, alpha: true, antialias: false, powerPreference: 'low-power' });
  renderer.setClearColor(0x000000, 0);
  const geometry = new BufferGeometry();
  const uniforms = { view: { value: new Matrix4() }, size: { value: 6 } };
  const shaded = (fragmentShader: string): RawShaderMaterial => new RawShaderMaterial({ glslVersion: GLSL3, vertexShader: vertex, fragmentShader, uniforms });
  const symbolled = shaded(fragment),
    dotted = shaded(dotFragment);
  const points = new Points(geometry, symbolled);
  points.frustumCulled = false;
  const scene = new Scene().add(points);
  const camera = new ThreeCamera();
  let ratio = 1;
  /** Beside the page where the browser can, else in a task of its own. */
  const compiled = async (): Promise<void> => {
    if (renderer.extensions.has('KHR_parallel_shader_compile')) return void (await renderer.compileAsync(scene, camera));
    await new Promise((resolve) => setTimeout(resolve));
    renderer.compile(scene, camera);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return {
    ready: compiled(),
    setPoints(positions) {
      // Frees what the card holds of the old points; the geometry itself goes on.
      geometry.dispose();
      geometry.setAttribute('position', new BufferAttribute(positions, 3));
    },
    setLook(tints, symbols) {
      geometry.dispose();
      geometry.setAttribute('tint', new BufferAttribute(tints, 3, true));
      geometry.setAttribute('symbol', new BufferAttribute(symbols, 1));
    },
    setSize(width, height, pixelRatio) {
      ratio = pixelRatio;
      renderer.setPixelRatio(pixelRatio);
      renderer.setSize(width, height, false);
    },
    draw(matrix, size) {
      uniforms.view.value.fromArray(matrix);
      uniforms.size.value = size * ratio;
      points.material = size < leastSymbol ? dotted : symbolled;
      renderer.render(scene, camera);
    },
    dispose() {
      geometry.dispose();
      symbolled.dispose();
      dotted.dispose();
      renderer.dispose();
    },
  };
}
