import { templates } from '../../shared/templates/templates.ts';
import type { GraphDoc } from '../../shared/graph/document.ts';

/** A node of the model that a journey draws: its kind and fields by the titles that the page gives them. */
export interface WantedNode {
  readonly kind: string;
  readonly name: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Wires that lead to it: its port, the other node and that one's port. */
  readonly fedBy: readonly (readonly [port: string, node: string, from: string])[];
}

/** The default template, 784–512–2–512–784, as a user would draw it. */
export const wantedVae: readonly WantedNode[] = [
  { kind: 'Input', name: 'Image', fields: {}, fedBy: [] },
  { kind: 'Dense', name: 'Encode', fields: { Units: '512', Activation: 'relu' }, fedBy: [['Input', 'Image', 'Output']] },
  { kind: 'Split', name: 'Posterior', fields: {}, fedBy: [['Input', 'Encode', 'Output']] },
  {
    kind: 'Sample',
    name: 'z',
    fields: {},
    fedBy: [
      ['Mean', 'Posterior', 'Mean'],
      ['Log-variance', 'Posterior', 'Log-variance'],
    ],
  },
  { kind: 'Dense', name: 'Decode', fields: { Units: '512', Activation: 'relu' }, fedBy: [['Input', 'z', 'Output']] },
  { kind: 'Dense', name: 'Pixels', fields: { Units: '784', Activation: 'sigmoid' }, fedBy: [['Input', 'Decode', 'Output']] },
  {
    kind: 'Loss',
    name: 'Negative ELBO',
    fields: {},
    fedBy: [
      ['Reconstruction', 'Pixels', 'Output'],
      ['Target', 'Image', 'Output'],
      ['Mean', 'Posterior', 'Mean'],
      ['Log-variance', 'Posterior', 'Log-variance'],
    ],
  },
];

/** What the drawn model must be the same as. */
export const wantedDocument: GraphDoc = templates['vae-dense'].build();
