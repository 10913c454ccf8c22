import { defineConfig } from 'vitest/config';

/** The tests of every room, each file in a process of its own (native TensorFlow keeps global state). */
export default defineConfig({
  test: {
    include: ['{shared,main,renderer,tools,e2e}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/.hourglass/**'],
    environment: 'node',
    pool: 'forks',
    setupFiles: ['tools/test/failOnConsole.ts'],
    reporters: ['dot', './tools/test/totalsReporter.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
  },
});
