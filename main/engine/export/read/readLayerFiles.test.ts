import { expect, it } from 'vitest';
import { IssueError } from '../../../../shared/check/issue.ts';
import { exampleCard } from '../testing/exampleCard.ts';
import { templateModel } from '../testing/templateModel.ts';
import { onnxFormat } from '../types/onnx.ts';
import { safetensorsFormat } from '../types/safetensors.ts';
import { readOnnx, readSafetensors } from './readLayerFiles.ts';

it('both formats come back alike, with their weights under Keras’s names', async () => {
  const model = templateModel('vae-conv', 'encoder', 'mean') ?? expect.fail('vae-conv has an encoder');
  const onnx = readOnnx((await onnxFormat.write(model, exampleCard)).value?.['model.onnx'] ?? new Uint8Array(), 'x.onnx');
  const safetensors = readSafetensors((await safetensorsFormat.write(model, exampleCard)).value ?? {});
  expect(onnx.layers.map(({ name, className, inputs }) => [name, className, inputs])).toEqual(
    model.layers.map(({ name, className, inputs }) => [name, className, inputs]),
  );
  const named = onnx.layers.flatMap(({ name, weights }) => weights.map((weight) => `${name}/${weight.name}`));
  expect(named.filter((name) => !/\/(kernel|bias)$/.test(name))).toEqual([]);
  expect(named.length).toBe(model.layers.flatMap(({ weights }) => weights).length);
  expect(safetensors).toEqual(onnx);
});

it('what is no such file is refused with a code', () => {
  expect(() => readOnnx(Uint8Array.of(8, 8), 'x.onnx')).toThrow(IssueError);
  expect(() => readSafetensors({})).toThrow(IssueError);
});
