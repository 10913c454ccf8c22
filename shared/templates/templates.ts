import { cnn2, cnn2Published } from './2-cnn.ts';
import type { Template } from './template.ts';
import { vaeConv } from './vae-conv.ts';
import { vaeDense } from './vae-dense.ts';

/** Every template by id; the first is the default. */
export const templates = {
  'vae-dense': vaeDense,
  'vae-conv': vaeConv,
  '2-cnn': cnn2,
  '2-cnn-published': cnn2Published,
} as const satisfies Readonly<Record<string, Template>>;

export type TemplateId = keyof typeof templates;

export const templateIds = Object.keys(templates) as TemplateId[];

export function isTemplateId(id: string): id is TemplateId {
  return Object.hasOwn(templates, id);
}
