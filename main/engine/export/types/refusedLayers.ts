import type { Issue } from '../../../../shared/check/issue.ts';
import { issue } from '../../../../shared/check/issue.ts';
import type { PortableModel } from '../portableModel.ts';

/** One `export-layer-unknown` for every layer that a format does not say, naming its node. */
export function refusedLayers(model: PortableModel, says: (className: string) => boolean, format: string): readonly Issue[] {
  return model.layers
    .filter(({ className }) => !says(className))
    .map(({ name, node, className }) => issue('export-layer-unknown', { node: node ?? name }, { layer: className, format }));
}
