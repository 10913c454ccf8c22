import { beforeAll, describe, expect, it } from 'vitest';
import { openDevice } from '../tfjs/devices.ts';
import { exportFormats } from './formats.ts';
import { templateModels, trainedTemplate, trainingTemplates } from './testing/templateModel.ts';
import { holdFormat } from './testing/verifyFormat.ts';

beforeAll(() => openDevice('tensorflow'));

const byId = exportFormats.map((format) => ({ id: format.id, format }));

/** Every template × part × form of sampling × format. */
describe.each(trainingTemplates)('%s', { timeout: 120_000 }, (id) => {
  it.each(byId)('$id', async ({ format }) => {
    const cases = [...templateModels([id])].map(({ title, model }) => ({ title, model, ...trainedTemplate(id) }));
    const { held, refused } = await holdFormat(format, cases);
    // A page shows decoders of pictures and classifiers of drawn digits; what it cannot show it refuses.
    if (format.id !== 'page') expect(held).toBeGreaterThan(0);
    // TensorFlow.js's layers lack some of Keras's functions; every other format holds all there is.
    if (format.id !== 'tfjs' && format.id !== 'tfjs-source' && format.id !== 'page') expect(refused).toBe(0);
  });
});
