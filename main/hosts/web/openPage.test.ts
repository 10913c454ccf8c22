import { expect, test } from 'vitest';
import { chooseOpener } from './openPage.ts';
import type { Desk } from './openPage.ts';

const url = 'http://127.0.0.1:4747/?token=x';
const desk = (change: Partial<Omit<Desk, 'isProgram'>> & { readonly programs?: readonly string[] }): Desk => {
  const { programs = [], ...rest } = change;
  return {
    platform: 'linux',
    environment: { DISPLAY: ':0', PATH: '/usr/local/bin:/usr/bin' },
    isRoot: false,
    isProgram: (path) => programs.includes(path),
    ...rest,
  };
};
const both = ['/usr/bin/chromium', '/usr/bin/xdg-open'];

test('a Chromium that is found shows the page as a window of its own; else the default browser does', () => {
  expect(chooseOpener(url, desk({ programs: both }))).toEqual({ command: '/usr/bin/chromium', args: [`--app=${url}`], isWindow: true });
  expect(chooseOpener(url, desk({ programs: ['/usr/bin/xdg-open'] }))).toEqual({ command: '/usr/bin/xdg-open', args: [url], isWindow: false });
  expect(chooseOpener(url, desk({ platform: 'darwin', programs: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'] }))?.isWindow).toBe(true);
  expect(chooseOpener(url, desk({ platform: 'darwin' }))).toEqual({ command: 'open', args: [url], isWindow: false });
  const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
  expect(chooseOpener(url, desk({ platform: 'win32', environment: { 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' }, programs: [edge] }))?.command).toBe(edge);
  expect(chooseOpener(url, desk({ platform: 'win32', environment: {} }))).toEqual({
    command: 'rundll32',
    args: ['url.dll,FileProtocolHandler', url],
    isWindow: false,
  });
});

test('Chromium is never started without its sandbox: root gets the default browser', () => {
  expect(chooseOpener(url, desk({ programs: both, isRoot: true }))?.command).toBe('/usr/bin/xdg-open');
});

test('nothing is opened without a screen, in CI, or where no program is', () => {
  expect(chooseOpener(url, desk({ programs: both, environment: { PATH: '/usr/bin' } }))).toBeNull();
  for (const CI of ['true', '1', 'yes']) expect(chooseOpener(url, desk({ programs: both, environment: { DISPLAY: ':0', PATH: '/usr/bin', CI } }))).toBeNull();
  expect(chooseOpener(url, desk({ programs: both, environment: { WAYLAND_DISPLAY: 'wayland-0', PATH: '/usr/bin', CI: 'false' } }))?.isWindow).toBe(true);
  expect(chooseOpener(url, desk({}))).toBeNull();
  // A folder that is no absolute path is not looked in.
  expect(chooseOpener(url, desk({ programs: ['bin/chromium'], environment: { DISPLAY: ':0', PATH: 'bin:' } }))).toBeNull();
});
