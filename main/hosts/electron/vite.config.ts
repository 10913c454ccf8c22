import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const isMain = process.env['HOURGLASS_PART'] !== 'preload';

/** The window's two programs: the main process as one module, and the preload as one script, which the sandbox asks for. `tools/boot/ensureWindow.mjs` builds both. */
export default defineConfig({
  root: at('../../..'),
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: at('../../../out'),
    emptyOutDir: isMain,
    target: 'node24',
    minify: false,
    rolldownOptions: {
      input: isMain ? { main: at('main.ts') } : { preload: at('preload/preload.ts') },
      external: ['electron', /^node:/, ...builtinModules],
      output: isMain ? { format: 'es', entryFileNames: '[name].js', codeSplitting: false } : { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
});
