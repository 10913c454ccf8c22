import { afterAll, afterEach } from 'vitest';

/** What was printed to console.warn or console.error since the last test ended. A test that expects a warning spies on the console and so never gets here. */
let printed: string[] = [];

for (const method of ['warn', 'error'] as const) {
  console[method] = (...parts: unknown[]) => {
    printed.push(`console.${method}: ${parts.map(String).join(' ')}`);
  };
}

function failIfPrinted(): void {
  const lines = printed;
  printed = [];
  if (lines.length > 0) throw new Error(`this test printed\n${lines.join('\n')}`);
}

afterEach(failIfPrinted);
afterAll(failIfPrinted);
