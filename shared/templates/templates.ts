import { vae0, vae0Published } from './0-vae.ts';
import { ae1, ae1Published } from './1-ae.ts';
import { vae1, vae1Published } from './1-vae.ts';
import { cnn2, cnn2Published } from './2-cnn.ts';
import { vae2, vae2Published } from './2-vae.ts';
import { ae3, ae3Mse, ae3Published } from './3-ae.ts';
import { vae3, vae3Published } from './3-vae.ts';
import { vae4, vae4Published } from './4-vae.ts';
import { aeDense } from './ae-dense.ts';
import { betaVaeShapes } from './beta-vae-shapes.ts';
import { cvaeDense } from './cvae-dense.ts';
import { denoisingAe } from './denoising-ae.ts';
import { sparseAe } from './sparse-ae.ts';
import type { Template } from './template.ts';
import { vaeConv } from './vae-conv.ts';
import { vaeDense } from './vae-dense.ts';
import { vaeLstmWaves } from './vae-lstm-waves.ts';

/** The template a new user starts with. */
export const defaultTemplate = 'vae-dense';

/** Every template by id, in the order of menus. `<id>-published` is an article's model with its faults; `<id>` the same as intended. */
const table = {
  'vae-dense': vaeDense,
  'vae-conv': vaeConv,
  'ae-dense': aeDense,
  'cvae-dense': cvaeDense,
  'denoising-ae': denoisingAe,
  'sparse-ae': sparseAe,
  'beta-vae-shapes': betaVaeShapes,
  'vae-lstm-waves': vaeLstmWaves,
  '0-vae': vae0,
  '1-ae': ae1,
  '1-vae': vae1,
  '2-cnn': cnn2,
  '2-vae': vae2,
  '3-ae': ae3,
  '3-ae-mse': ae3Mse,
  '3-vae': vae3,
  '4-vae': vae4,
  '0-vae-published': vae0Published,
  '1-ae-published': ae1Published,
  '1-vae-published': vae1Published,
  '2-cnn-published': cnn2Published,
  '2-vae-published': vae2Published,
  '3-ae-published': ae3Published,
  '3-vae-published': vae3Published,
  '4-vae-published': vae4Published,
} as const;

export type TemplateId = keyof typeof table;

export const templates: Readonly<Record<TemplateId, Template>> = table;

export const templateIds = Object.keys(table) as TemplateId[];

export function isTemplateId(id: string): id is TemplateId {
  return Object.hasOwn(table, id);
}
