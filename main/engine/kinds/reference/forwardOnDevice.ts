import { analyseDocument } from '../../../../shared/check/analyse.ts';
import { deriveSeed } from '../../../../shared/random/philox.ts';
import { isTemplateId, templates } from '../../../../shared/templates/templates.ts';
import { initialWeights } from '../../step/initialWeights.ts';
import { tf } from '../../tfjs/core.ts';
import type { Scalar } from '../../tfjs/core.ts';
import { deviceNames, openDevice } from '../../tfjs/devices.ts';
import { lowerPlan, totalLoss } from '../network.ts';
import { uniforms } from './seededDraw.ts';

/**
 * `node forwardOnDevice.ts DEVICE TEMPLATE`: one training pass of a template on a seeded batch, and the gradient of its loss, printed as one JSON line
 * `{loss, reconstruction, gradient}` (the first 50 values of the reconstruction; Σ|gradient| by weight). A process of its own, as it keeps to one device.
 */
async function forwardOnDevice(deviceArgument: string | undefined, template: string | undefined): Promise<void> {
  const device = deviceNames.find((name) => name === deviceArgument);
  if (!device || !template || !isTemplateId(template)) throw new Error('usage: forwardOnDevice.ts DEVICE TEMPLATE');
  await openDevice(device);
  const { plan } = analyseDocument(templates[template].build());
  const input = plan?.nodes.find((node) => node.kind === 'input');
  if (!plan?.anatomy.reconstruction || !input) throw new Error(`${template} has no plan with a reconstruction`);
  const { reconstruction } = plan.anatomy;
  const network = lowerPlan(plan);
  const batchSize = 4,
    shape = input.outputs.out?.shape ?? [];
  const trained = network.weights.filter((weight) => weight.trained);
  tf.tidy(() => {
    const x = tf.tensor(uniforms(batchSize * tf.util.sizeFromShape([...shape]), 'x', template), [batchSize, ...shape]);
    const start = network.weights.map(({ key, spec }) =>
      tf.tensor(initialWeights(spec.initialiser, spec.shape, deriveSeed(7, 'weights', key)), [...spec.shape]),
    );
    let image: number[] = [];
    const loss = (...learned: tf.Tensor[]): Scalar => {
      const weights = Object.fromEntries(
        network.weights.map(({ key }, at) => [key, learned[trained.findIndex((weight) => weight.key === key)] ?? start[at] ?? tf.scalar(0)]),
      );
      const { outputs, terms } = network.forward({
        weights,
        x,
        batchSize,
        training: true,
        seed: 7,
        step: tf.scalar(3, 'int32'),
        wanted: [reconstruction],
        withLoss: true,
      });
      image = [...(outputs[`${reconstruction.node}/${reconstruction.port}`]?.value.dataSync().slice(0, 50) ?? [])];
      return totalLoss(terms);
    };
    const { value, grads } = tf.valueAndGrads(loss)(network.weights.flatMap((weight, at) => (weight.trained ? (start[at] ?? []) : [])));
    const gradient = Object.fromEntries(trained.map(({ key }, at) => [key, tf.sum(tf.abs(grads[at] ?? tf.scalar(Number.NaN))).dataSync()[0]]));
    process.stdout.write(`${JSON.stringify({ loss: value.dataSync()[0], reconstruction: image, gradient })}\n`);
  });
}

await forwardOnDevice(process.argv[2], process.argv[3]);
