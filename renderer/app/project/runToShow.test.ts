import { expect, test } from 'vitest';
import { applyEvent, initialRunState } from '../../../shared/run/runState.ts';
import { sampleRunEvents } from '../../training/testing/runEvents.ts';
import { runToShow } from './runToShow.ts';

const { start, end } = sampleRunEvents;
const run = (folder: string | null) => applyEvent(initialRunState, { ...start, folder });
const nothing = { live: [], unsaved: [], projects: [], isAlone: true };
const unsaved = [
  { folder: '/runs/b', at: '2026-01-02T00:00:00.000Z' },
  { folder: '/runs/a', at: '2026-01-01T00:00:00.000Z' },
];

test('a new page shows what trains, whoever trains it, and whether or not other pages are open', () => {
  expect(runToShow(nothing)).toBeNull();
  const live = [run('/runs/a'), run('/projects/p/runs/c'), applyEvent(run('/runs/b'), end('done')), run(null)];
  expect(runToShow({ ...nothing, live, unsaved })).toBe('/projects/p/runs/c');
  expect(runToShow({ ...nothing, live: live.slice(0, 1), unsaved, isAlone: false })).toBe('/runs/a');
});

test('without one it shows what was trained last and not saved, unless that is open elsewhere or a project was saved since', () => {
  const live = [applyEvent(run('/runs/a'), end('done'))];
  expect(runToShow({ ...nothing, live, unsaved })).toBe('/runs/b');
  expect(runToShow({ ...nothing, live, unsaved, isAlone: false })).toBeNull();
  expect(runToShow({ ...nothing, unsaved, projects: [{ savedAt: '2026-01-01T12:00:00.000Z' }] })).toBe('/runs/b');
  expect(runToShow({ ...nothing, unsaved, projects: [{ savedAt: '2026-01-02T00:00:01.000Z' }] })).toBeNull();
  expect(runToShow({ ...nothing, unsaved: [{ folder: '/runs/never-begun', at: null }] })).toBeNull();
});
