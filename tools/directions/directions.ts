/** What the files of a room may import. Rooms not named are closed to it; a room is always open to itself. */
export interface Direction {
  /** Rooms it may import. */
  rooms: readonly string[];
  /** Rooms it may import types from, and nothing that is there at run time. */
  types?: readonly string[];
  /** npm packages; `node:` stands for Node's own modules; a name that ends in `/*` for a scope. */
  packages?: readonly string[];
  /** Rooms its tests may import besides. */
  testRooms?: readonly string[];
}

const zodDoor = ['shared/*'];
/** What every room of the engine may know of the graph, its check and its run. */
const model = [...zodDoor, 'shared/random', 'shared/data', 'shared/messages', 'shared/nodes', 'shared/graph', 'shared/check', 'shared/run'];
const engineRooms = ['tfjs', 'kinds', 'step', 'train', 'data', 'probe', 'measure', 'sweep', 'export', 'files'].map((room) => `main/engine/${room}`);
const engineTests = ['main/engine/*', ...engineRooms];
const everything = [...model, 'shared/templates', 'shared/protocol', 'shared/fixtures', 'main/engine/*', ...engineRooms];

/** Rooms that any test may import, on top of what its room may: all that is pure. */
export const testRooms: readonly string[] = [...model, 'shared/templates', 'shared/protocol', 'shared/fixtures'];

/** Packages that any test may import, on top of what its room may. */
export const testPackages: readonly string[] = ['vitest', 'fast-check', '@testing-library/*', 'node:'];

/**
 * The rooms of the house and the directions in which they may import. A room is a folder (with the folders in it that are no room of their
 * own), the files directly in a folder (`folder/*`) or a single file; a file belongs to the longest name that fits. Every file belongs to a room.
 */
export const directions: Readonly<Record<string, Direction>> = {
  // Pure: zod by its one door, mutative for undo; no Node, no DOM, no tfjs.
  'shared/*': { rooms: [], packages: ['zod'] },
  'shared/random': { rooms: [] },
  'shared/messages': { rooms: [], types: ['shared/check'] },
  'shared/data': { rooms: [...zodDoor] },
  'shared/nodes': { rooms: [...zodDoor, 'shared/messages'], types: ['shared/check'] },
  'shared/graph': { rooms: [...zodDoor, 'shared/data', 'shared/nodes', 'shared/messages', 'shared/check'], packages: ['mutative'] },
  'shared/check': { rooms: [...zodDoor, 'shared/data', 'shared/nodes', 'shared/messages', 'shared/graph'] },
  'shared/run': { rooms: [...zodDoor, 'shared/data', 'shared/nodes', 'shared/messages', 'shared/graph', 'shared/check'] },
  'shared/templates': { rooms: [...model] },
  'shared/protocol': { rooms: [...model] },
  // Random documents for tests beside frozen ones.
  'shared/fixtures': { rooms: [...model, 'shared/templates'], packages: ['fast-check'] },

  // Node, and no host. One room alone imports tfjs.
  'main/engine/*': { rooms: ['package.json', ...model, 'shared/templates', ...engineRooms], packages: ['node:', 'pino'], testRooms: engineTests },
  'main/engine/tfjs': {
    rooms: [...zodDoor, 'shared/random', 'shared/check', 'shared/messages'],
    packages: ['@tensorflow/*', 'webgpu', 'protobufjs', 'node:'],
    testRooms: engineTests,
  },
  'main/engine/kinds': { rooms: [...model, 'main/engine/tfjs'], testRooms: [...engineTests, 'main/engine/kinds/reference'] },
  // The kinds once more in plain loops over doubles, and the cases they are compared on: tests and the peer's tools only.
  'main/engine/kinds/reference': {
    rooms: [...model, 'shared/templates', 'main/engine/tfjs', 'main/engine/kinds', 'main/engine/step'],
    packages: ['node:', 'vitest'],
  },
  'main/engine/step': {
    rooms: [...model, 'main/engine/tfjs', 'main/engine/kinds', 'main/engine/data', 'main/engine/files'],
    packages: ['node:'],
    testRooms: [...engineTests, 'main/engine/kinds/reference'],
  },
  'main/engine/data': { rooms: [...model, 'main/engine/files'], packages: ['fflate', 'fast-png', 'jpeg-js', 'papaparse', 'node:'], testRooms: engineTests },
  'main/engine/files': { rooms: [...model, 'shared/protocol'], packages: ['fflate', 'fast-png', 'node:'], testRooms: engineTests },
  'main/engine/train': {
    rooms: [...model, 'main/engine/tfjs', 'main/engine/kinds', 'main/engine/step', 'main/engine/data', 'main/engine/files'],
    packages: ['node:'],
    testRooms: engineTests,
  },
  'main/engine/probe': {
    types: ['main/engine/*'],
    rooms: [...model, 'main/engine/tfjs', 'main/engine/kinds', 'main/engine/step', 'main/engine/train', 'main/engine/data', 'main/engine/files'],
    packages: ['fast-png', 'node:'],
    testRooms: engineTests,
  },
  'main/engine/measure': {
    rooms: [...model, 'main/engine/tfjs', 'main/engine/kinds', 'main/engine/step', 'main/engine/data'],
    packages: ['node:'],
    testRooms: engineTests,
  },
  'main/engine/sweep': {
    rooms: [...model, 'main/engine/train', 'main/engine/probe', 'main/engine/data', 'main/engine/files'],
    packages: ['node:'],
    testRooms: engineTests,
  },
  'main/engine/export': {
    rooms: [...model, 'main/engine/tfjs', 'main/engine/kinds', 'main/engine/step', 'main/engine/probe', 'main/engine/data', 'main/engine/files'],
    packages: ['fflate', 'protobufjs', 'node:'],
    testRooms: [...engineTests, 'main/engine/kinds/reference'],
  },

  // A class session knows no transport; hosts compose.
  'main/lab': { rooms: [...model, 'shared/templates', 'shared/protocol', 'main/engine/*'], packages: ['node:'] },
  'main/hosts/process': { rooms: [...model, 'shared/templates', 'shared/protocol', 'main/engine/*'], packages: ['node:', 'pino'], testRooms: engineTests },
  // What every host of the page has: the engine's calls confined to the user's library, the page's files and its policy. Files, but no engine: that is a process of its own.
  'main/hosts/page': {
    rooms: [...model, 'shared/protocol', 'main/engine/files', 'main/hosts/process'],
    packages: ['node:'],
    testRooms: engineTests,
  },
  'main/hosts/electron': {
    rooms: [...model, 'shared/templates', 'shared/protocol', 'main/engine/files', 'main/lab', 'main/hosts/page', 'main/hosts/process'],
    packages: ['node:', 'pino', 'electron'],
  },
  'main/hosts/electron/vite.config.ts': { rooms: [], packages: ['vite', 'node:'] },
  'main/hosts/web': {
    rooms: [...model, 'shared/templates', 'shared/protocol', 'main/engine/files', 'main/lab', 'main/hosts/page', 'main/hosts/process'],
    packages: ['node:', 'pino', 'fastify', '@fastify/*', 'msgpackr'],
  },
  'main/hosts/cli': {
    rooms: [
      ...model,
      'shared/templates',
      'shared/protocol',
      'main/engine/*',
      'main/engine/files',
      'main/lab',
      'main/hosts/process',
      'main/hosts/page',
      'main/hosts/web',
    ],
    packages: ['commander', 'cli-progress', 'pino', 'node:'],
    testRooms: engineTests,
  },

  // Knows shared/ and itself, never tfjs.
  renderer: {
    rooms: [...model, 'shared/templates', 'shared/protocol'],
    packages: [
      'react',
      'react-dom',
      'zustand',
      '@xyflow/*',
      '@base-ui/*',
      'lucide-react',
      'react-resizable-panels',
      'i18next',
      'react-i18next',
      '@dagrejs/*',
      'uplot',
      'three',
      'katex',
      'msgpackr',
      'fflate',
    ],
  },
  'renderer/vite.config.ts': { rooms: [], packages: ['vite', '@vitejs/*', '@tailwindcss/*', 'node:'] },

  // Not part of what ships.
  e2e: {
    rooms: [...model, 'shared/templates', 'shared/protocol', 'shared/fixtures'],
    packages: ['node:', 'vitest', 'fast-png', '@playwright/*', '@axe-core/*'],
  },
  // Packaging is held against the places where the window looks.
  'tools/packaging': { rooms: [...everything, 'tools', 'main/hosts/electron', 'main/hosts/process'], packages: ['node:', 'vitest'] },
  tools: { rooms: [...everything, 'main/engine/kinds/reference', 'e2e'], packages: ['fflate', 'vite', 'vitest', '@playwright/*', 'node:'] },
  'package.json': { rooms: [] },
  'vitest.config.ts': { rooms: [], packages: ['vitest'] },
  'vitest.soak.config.ts': { rooms: [], packages: ['vitest'] },
};
