import { expect, test } from 'vitest';
import { issue } from '../../../shared/check/issue.ts';
import { applyEvent, initialRunState } from '../../../shared/run/runState.ts';
import { sampleRunEvents } from '../../training/testing/runEvents.ts';
import { endedEarly } from './endedEarly.ts';

const { start, end } = sampleRunEvents;
const run = applyEvent(initialRunState, start);
const wrong = issue('run-diverged', { node: 'a' }, { step: 2, where: 'loss', name: 'a' });
const faulty = applyEvent(run, { event: 'issue', step: 2, issue: wrong });

test('a run that goes on, or was done, ended in no way that stands against its views', () => {
  expect(endedEarly(run)).toBeNull();
  expect(endedEarly(faulty)).toBeNull();
  expect(endedEarly(applyEvent(run, end('done')))).toBeNull();
});

test('one that broke down says what went wrong; one that was stopped says only that', () => {
  expect(endedEarly(applyEvent(faulty, end('diverged')))).toEqual({ issue: wrong });
  expect(endedEarly(applyEvent(run, end('diverged')))).toEqual({ status: 'diverged' });
  expect(endedEarly(applyEvent(faulty, end('stopped')))).toEqual({ status: 'stopped' });
});
