import type { Plan } from '../../../../shared/check/stages.ts';
import type { NodeKind } from '../../../../shared/nodes/catalogue.ts';
import type { NamedValues } from '../../files/safetensors.ts';
import { caseModel, drawableCases } from '../../step/testing/caseDocument.ts';
import { cutModel } from '../cutModel.ts';
import { exportParts, sampleForms } from '../portableModel.ts';
import type { PortableModel } from '../portableModel.ts';
import { planOf, weightsOf } from './templateModel.ts';

export interface KindModel {
  /** `<case> <part> <sample>` */
  readonly title: string;
  readonly plan: Plan;
  readonly weights: NamedValues;
  readonly model: PortableModel;
}

/** Models that hold a node of `kind` in every way it can be set, cut into every part that there is; nothing in them is drawn by the target. */
export function* kindModels(kind: NodeKind): Generator<KindModel> {
  for (const drawn of drawableCases(kind)) {
    const plan = planOf(caseModel(drawn).document, null);
    const weights = weightsOf(plan);
    for (const part of exportParts) {
      for (const sample of sampleForms.filter((form) => form !== 'sampled')) {
        const { value: model, issues } = cutModel({ plan, weights, part, sample });
        const unexpected = issues.find(({ code }) => code !== 'export-part-absent');
        if (unexpected) throw new Error(`${drawn.id} ${part}: ${unexpected.code}`);
        if (model) yield { title: `${drawn.id} ${part} ${sample}`, plan, weights, model };
      }
    }
  }
}
