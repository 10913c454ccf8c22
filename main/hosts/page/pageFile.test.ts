import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pagePolicy, policyHeader } from './contentSecurityPolicy.ts';
import { pageFile } from './pageFile.ts';

const folder = '/app/page';

describe('a file of the page', () => {
  test.each([
    ['/', 'index.html', 'text/html; charset=utf-8'],
    ['/index.html', 'index.html', 'text/html; charset=utf-8'],
    ['/assets/app-B1_x.js', 'assets/app-B1_x.js', 'text/javascript; charset=utf-8'],
    ['/assets/a%20b.css', 'assets/a b.css', 'text/css; charset=utf-8'],
    ['/assets/f.woff2', 'assets/f.woff2', 'font/woff2'],
  ])('%s is %s', (url, path, type) => expect(pageFile(url, folder)).toEqual({ path: join(folder, path), type }));

  test.each([
    '',
    'index.html',
    '/..',
    '/../secret.js',
    '/%2e%2e/secret.js',
    '/assets/..%2f..%2fsecret.js',
    '/assets/%2e%2e%5c..%5csecret.js',
    '/a\\b.js',
    '/.hidden.js',
    '/assets/.x.js',
    '//etc/passwd.js',
    '/a//b.js',
    '/assets/',
    '/assets',
    '/a.exe',
    '/a.js%00',
    '/%',
    '/c:/x.js',
    '/a.js:stream.js',
    '/a.toString',
    '/constructor',
    '/a.constructor',
  ])('%j is none', (url) => expect(pageFile(url, folder)).toBeNull());

  test('lies in its folder, whatever the URL', () => {
    const step = fc.oneof(
      fc.constantFrom('..', '.', '%2e', '%2e%2e', '%2f', '%5c', '\\', 'assets', '%252e', 'C:', ''),
      fc.string({ maxLength: 4 }),
      fc.string({ maxLength: 4 }).map(encodeURIComponent),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), fc.constantFrom('', '.js', '.html'), (steps, ending) => {
        const found = pageFile(`/${steps.join('/')}${ending}`, folder);
        if (found) expect(found.path.startsWith(`${folder}/`) && !found.path.split('/').includes('..')).toBe(true);
      }),
      { seed: 20261120, numRuns: 5000 },
    );
  });
});

test('the policy runs the page’s own files alone', () => {
  expect(policyHeader(pagePolicy())).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  expect(pagePolicy(['ws://127.0.0.1:1'])['connect-src']).toEqual(["'self'", 'ws://127.0.0.1:1']);
});
