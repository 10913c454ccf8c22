import { sameText } from '../../shared/messages/language.ts';
import { describe, expect, test } from 'vitest';
import { bytesForWheel, climbLadder, planWheel, type Rung, type RungEnd, type WheelProbes } from './nativeTensorflow.ts';

const complete: WheelProbes = { platform: 'linux', python: true, pip: true, compiler: true, apt: true, root: false, freeBytes: 10e9 };

describe('the plan for the wheel', () => {
  test('builds at once where all is there, whoever asks', () => {
    expect(planWheel(complete)).toEqual({ kind: 'build' });
    expect(planWheel({ ...complete, apt: false, root: true })).toEqual({ kind: 'build' });
  });

  test('installs on Debian as root exactly what is missing', () => {
    expect(planWheel({ ...complete, root: true, compiler: false })).toEqual({ kind: 'install', packages: ['g++'] });
    expect(planWheel({ ...complete, root: true, python: false, pip: false, compiler: false })).toEqual({
      kind: 'install',
      packages: ['python3', 'python3-pip', 'g++'],
    });
  });

  test('names the one command where it may not install', () => {
    const plan = planWheel({ ...complete, pip: false, compiler: false });
    expect(plan).toMatchObject({ kind: 'leave', command: 'sudo apt-get install -y python3-pip g++ && npm run setup' });
  });

  test('knows no command on another Linux, nor as root without apt-get', () => {
    for (const root of [true, false]) {
      const plan = planWheel({ ...complete, apt: false, root, compiler: false });
      expect(plan.kind).toBe('leave');
      expect(plan).not.toHaveProperty('command');
    }
  });

  test('leaves the wheel alone on macOS and Windows, and on a full disk', () => {
    expect(planWheel({ ...complete, platform: 'darwin' }).kind).toBe('leave');
    expect(planWheel({ ...complete, platform: 'win32' }).kind).toBe('leave');
    expect(planWheel({ ...complete, freeBytes: bytesForWheel - 1 }).kind).toBe('leave');
    expect(planWheel({ ...complete, freeBytes: bytesForWheel }).kind).toBe('build');
  });
});

describe('the ladder', () => {
  /** Rungs with these ends, and the names of those that were tried. */
  function ladder(ends: Record<string, RungEnd | Error>): { rungs: Rung[]; tried: string[] } {
    const tried: string[] = [];
    const rungs = (['present', 'cache', 'wheel', 'download'] as const).map((name) => ({
      name,
      attempt: async () => {
        tried.push(name);
        const end = ends[name] ?? { ok: false, reason: sameText('closed') };
        if (end instanceof Error) throw end;
        return end;
      },
    }));
    return { rungs, tried };
  }
  const silent = (): void => undefined;

  test('stops at the first rung that holds', async () => {
    const { rungs, tried } = ladder({ wheel: { ok: true, version: '2.21.0', reason: sameText('built') } });
    expect(await climbLadder(rungs, silent)).toMatchObject({ rung: 'wheel', version: '2.21.0' });
    expect(tried).toEqual(['present', 'cache', 'wheel']);
  });

  test('ends with none, every reason kept in order, and the command that helps', async () => {
    const { rungs } = ladder({ wheel: { ok: false, reason: sameText('no compiler'), command: 'sudo apt-get install g++' } });
    const end = await climbLadder(rungs, silent);
    expect(end).toMatchObject({ rung: null, version: null });
    expect(end.attempts.map(({ rung }) => rung)).toEqual(['present', 'cache', 'wheel', 'download']);
    expect(end.attempts[2]).toEqual({ rung: 'wheel', ok: false, reason: sameText('no compiler'), command: 'sudo apt-get install g++' });
  });

  test('takes a rung that throws as closed and goes on', async () => {
    const { rungs } = ladder({ cache: new Error('no permission'), download: { ok: true, version: '2.9.1', reason: sameText('downloaded') } });
    const end = await climbLadder(rungs, silent);
    expect(end.rung).toBe('download');
    expect(end.attempts[1]).toMatchObject({ ok: false, reason: sameText('no permission') });
  });

  test('says one line for each closed rung, but for what is usual on a first start', async () => {
    const lines: string[] = [];
    const { rungs } = ladder({ present: { ok: false, reason: sameText('not yet'), usual: true }, cache: { ok: false, reason: sameText('none'), usual: true } });
    await climbLadder(rungs, (line) => lines.push(line));
    expect(lines).toHaveLength(2);
    expect(lines.every((line) => !line.includes('\n'))).toBe(true);
  });
});
