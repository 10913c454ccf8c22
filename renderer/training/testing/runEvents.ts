import type { EndReason, RunEvent } from '../../../shared/run/runEvent.ts';

const figures = { loss: 200, reconstruction: 195, kl: 5, classification: null, penalty: null } as const;
const device = { name: 'cpu', description: 'a processor', threads: 2 } as const;

/** Events of a run of two epochs with a hundred steps each. */
export const sampleRunEvents = {
  start: {
    event: 'start',
    run: 'a-run',
    name: 'VAE',
    folder: '/runs/a',
    at: '2026-01-01T00:00:00.000Z',
    device,
    versions: { app: '0', node: '24', tensorflow: '2' },
    seed: 1,
    epochs: 2,
    stepsPerEpoch: 100,
    batchSize: 128,
    examples: { train: 12_800, validation: 100, test: 100 },
    data: { name: 'MNIST', hash: 'abc' },
    cost: { parameters: 10, trainedParameters: 10, memoryBytes: 1000, secondsPerEpoch: 1 },
    resumedAt: null,
  },
  batch: (epoch: number, step: number): RunEvent => ({ event: 'batch', epoch, step, batch: step % 100, figures, examplesPerSecond: 1000, secondsLeft: 15 }),
  epoch: (epoch: number, step: number): RunEvent => ({
    event: 'epoch',
    epoch,
    step,
    ...figures,
    validation: { ...figures, classes: null },
    klPerDimension: [3, 2],
    gradientNorms: { enc: 1 },
    classes: null,
    learningRate: 0.001,
    beta: 1,
    examplesPerSecond: 1100,
    seconds: 10,
  }),
  end: (reason: EndReason, step = 200): RunEvent => ({ event: 'end', reason, epoch: 2, step, folder: '/runs/a', device, seconds: 20 }),
} as const satisfies Record<string, RunEvent | ((...numbers: never[]) => RunEvent)>;
