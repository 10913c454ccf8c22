import { afterEach, expect, test, vi } from 'vitest';
import { findPeerPython, peerFolder } from './findPeerPython.mjs';
import { parsePipConfig, pipSources } from './pipSources.mjs';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('a Python that was named and is not there is the answer, whatever else there is', () => {
  vi.stubEnv('HOURGLASS_PEER_PYTHON', '/nowhere/python');
  expect(findPeerPython()).toMatchObject({ ok: false, reason: expect.stringMatching(/HOURGLASS_PEER_PYTHON.*\/nowhere\/python/) });
});

test('what is missing is named', () => {
  vi.stubEnv('HOURGLASS_PEER_PYTHON', '');
  expect(findPeerPython(['a_module_that_nobody_made'])).toMatchObject({ ok: false, reason: expect.stringContaining('a_module_that_nobody_made') });
});

test("the environment lies in the user's cache", () => {
  vi.stubEnv('XDG_CACHE_HOME', '/somewhere');
  expect(peerFolder()).toBe('/somewhere/hourglass/peer-python');
});

test('package folders on the disk are asked before an index that may not be reached', () => {
  const settings = parsePipConfig(
    "global.index-url='https://index.example/simple'\nglobal.extra-index-url='file:///a/simple file:///b/simple'\n:env:.find-links='/wheels'\n",
  );
  expect(settings).toEqual({
    'index-url': ['https://index.example/simple'],
    'extra-index-url': ['file:///a/simple', 'file:///b/simple'],
    'find-links': ['/wheels'],
  });
  expect(pipSources(settings).map(({ args, local }) => ({ args, local }))).toEqual([
    { args: ['--index-url=file:///a/simple', '--extra-index-url=file:///b/simple'], local: true },
    { args: ['--retries=1', '--timeout=15'], local: false },
  ]);
  expect(pipSources({}).map(({ local }) => local)).toEqual([false]);
});
