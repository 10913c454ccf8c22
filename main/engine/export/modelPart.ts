import { issue } from '../../../shared/check/issue.ts';
import type { Outcome } from '../../../shared/check/issue.ts';
import type { Plan, ShapedNode, Source } from '../../../shared/check/stages.ts';
import type { Text } from '../../../shared/messages/language.ts';
import { portKey } from '../kinds/network.ts';
import type { ExportPart, OutputRole, SampleForm } from './portableModel.ts';

/** What a part of a plan reads and gives, as ports of the plan. */
export interface ModelPart {
  readonly outputs: readonly { readonly name: string; readonly role: OutputRole; readonly source: Source }[];
  /** The port that a latent input stands for; null where the data is read. */
  readonly latent: Source | null;
  /** Ports whose value is taken from another port, by key: z from the posterior's mean. */
  readonly alias: Readonly<Record<string, Source>>;
}

/** Names of the parts in messages. */
export const partTitles: Readonly<Record<ExportPart, Text>> = {
  full: { en: 'full model', zh: '完整模型' },
  encoder: { en: 'encoder', zh: '编码器' },
  decoder: { en: 'decoder', zh: '解码器' },
  classifier: { en: 'classifier', zh: '分类器' },
};

const reasons = {
  nothing: { en: 'no loss reads a prediction of it', zh: '没有损失读取它的预测' },
  noCode: { en: 'nothing in it is a code of the data', zh: '其中没有数据的编码' },
  noReconstruction: { en: 'it reconstructs nothing', zh: '它不重建任何内容' },
  noClasses: { en: 'it predicts no classes', zh: '它不预测类别' },
  aroundCode: { en: 'what it reconstructs reads the data around the code too', zh: '其重建还绕过编码直接读取数据' },
} satisfies Record<string, Text>;

/** What `part` of a plan reads and gives. Issue `export-part-absent` where the model has no such part. */
export function modelPart(plan: Plan, part: ExportPart, sample: SampleForm): Outcome<ModelPart> {
  const { posterior, latent, reconstruction, classes } = plan.anatomy;
  const absent = (reason: keyof typeof reasons): Outcome<ModelPart> => ({
    value: undefined,
    issues: [issue('export-part-absent', {}, { part: partTitles[part], reason: reasons[reason] })],
  });
  // A VAE is read at the posterior's mean, also where its sampling is drawn by hand.
  const drawn = posterior !== null && latent !== null && drawnAround(plan, posterior.mean, latent);
  const alias = sample === 'mean' && drawn ? { [portKey(latent)]: posterior.mean } : {};
  const given = (outputs: ModelPart['outputs'], from: Source | null = null): Outcome<ModelPart> => ({
    value: { outputs, latent: from, alias: from ? {} : alias },
    issues: [],
  });
  const rebuilt = reconstruction ? [{ name: 'reconstruction', role: 'reconstruction', source: reconstruction } as const] : [];
  const told = classes ? [{ name: 'classes', role: 'classes', source: classes } as const] : [];
  switch (part) {
    case 'full':
      return rebuilt.length + told.length > 0 ? given([...rebuilt, ...told]) : absent('nothing');
    case 'encoder': {
      const heads = posterior
        ? [
            { name: 'mean', role: 'mean', source: posterior.mean } as const,
            { name: posterior.form === 'logVariance' ? 'log_variance' : 'log_std', role: 'spread', source: posterior.spread } as const,
          ]
        : [];
      const code = latent && !(drawn && sample === 'mean') ? [{ name: 'code', role: 'code', source: latent } as const] : [];
      return heads.length + code.length > 0 ? given([...heads, ...code]) : absent('noCode');
    }
    case 'decoder':
      if (!latent) return absent('noCode');
      if (rebuilt.length === 0) return absent('noReconstruction');
      return readsDataBeside(plan, latent) ? absent('aroundCode') : given(rebuilt, latent);
    case 'classifier':
      return told.length > 0 ? given(told) : absent('noClasses');
  }
}

const samePort = (a: Source, b: Source): boolean => portKey(a) === portKey(b);

/** Whether `latent` is `mean` with noise about it that the mean itself does not rest on. */
function drawnAround(plan: Plan, mean: Source, latent: Source): boolean {
  const before = (source: Source): ReadonlySet<string> =>
    neededNodes(plan, [source], { standIn: (from) => from, reads: ({ inputs }) => Object.values(inputs).flat() });
  const behindMean = before(mean),
    behindLatent = before(latent);
  const random = plan.nodes.some(({ id, kind }) => (kind === 'noise' || kind === 'sample') && behindLatent.has(id) && !behindMean.has(id));
  return random && behindLatent.has(mean.node) && !samePort(mean, latent);
}

/** Whether the reconstruction still needs the examples where the latent is given. */
function readsDataBeside(plan: Plan, latent: Source): boolean {
  const { reconstruction } = plan.anatomy;
  if (!reconstruction) return false;
  const needed = neededNodes(plan, [reconstruction], {
    standIn: (source) => (samePort(source, latent) ? null : source),
    reads: ({ inputs }) => Object.values(inputs).flat(),
  });
  return plan.nodes.some(({ id, kind }) => kind === 'input' && needed.has(id));
}

/** The port a port's value is taken from in this part. */
export const aliased = ({ alias }: ModelPart, source: Source): Source => alias[portKey(source)] ?? source;

/** Ids of the nodes that a part rests on. A Sample node that gives its mean reads nothing else. */
export function nodesOfPart(plan: Plan, part: ModelPart, sample: SampleForm): ReadonlySet<string> {
  const given = part.latent ? portKey(part.latent) : null;
  return neededNodes(
    plan,
    part.outputs.map(({ source }) => source),
    {
      standIn: (source) => (portKey(source) === given ? null : aliased(part, source)),
      reads: ({ kind, inputs }) => (kind === 'sample' && sample === 'mean' ? (inputs.mean ?? []) : Object.values(inputs).flat()),
    },
  );
}

/** How a walk against the wires goes. */
interface Walk {
  /** The port a port's value is taken from: itself, another, or none where it is given. */
  standIn(source: Source): Source | null;
  reads(node: ShapedNode): readonly Source[];
}

/** Ids of the nodes that `wanted` ports rest on. */
function neededNodes(plan: Plan, wanted: readonly Source[], { standIn, reads }: Walk): ReadonlySet<string> {
  const nodes = new Map(plan.nodes.map((node) => [node.id, node]));
  const needed = new Set<string>();
  const idsOf = (sources: readonly Source[]): readonly string[] => sources.flatMap((source) => standIn(source)?.node ?? []);
  const queue = [...idsOf(wanted)];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const node = nodes.get(id);
    if (needed.has(id) || !node) continue;
    needed.add(id);
    queue.push(...idsOf(reads(node)));
  }
  return needed;
}
