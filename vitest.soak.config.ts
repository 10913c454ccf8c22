import { defineConfig } from 'vitest/config';

/** Long property and soak runs; `npm test` holds a short seeded slice of each. */
export default defineConfig({
  test: {
    include: ['{shared,main,renderer,tools,e2e}/**/*.soak.ts'],
    exclude: ['**/node_modules/**', '**/.hourglass/**'],
    environment: 'node',
    pool: 'forks',
    setupFiles: ['tools/test/failOnConsole.ts'],
    reporters: ['default', './tools/test/totalsReporter.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
    passWithNoTests: true,
  },
});
