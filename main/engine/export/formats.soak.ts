import { beforeAll, describe, expect, it } from 'vitest';
import { nodeKinds } from '../../../shared/nodes/catalogue.ts';
import { openDevice } from '../tfjs/devices.ts';
import { exportFormats } from './formats.ts';
import { kindModels } from './testing/kindModels.ts';
import { holdFormat } from './testing/verifyFormat.ts';

beforeAll(() => openDevice('tensorflow'));

/** Every kind of the catalogue, set in every way, in every part and format. */
describe.each(nodeKinds)('%s', { timeout: 600_000 }, (kind) => {
  it.each(exportFormats.map((format) => ({ id: format.id, format })))('$id', async ({ format }) => {
    const { held, refused } = await holdFormat(
      format,
      [...kindModels(kind)].map((one) => ({ ...one, classes: 2 })),
    );
    if (format.id !== 'page') expect(held + refused).toBeGreaterThan(0);
    // Logarithm and square root are operations of keras.ops, which formats of layers alone cannot hold.
    if (format.id !== 'tfjs' && format.id !== 'tfjs-source' && format.id !== 'page' && (format.id !== 'h5' || kind !== 'math')) expect(refused).toBe(0);
  });
});
