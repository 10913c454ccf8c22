import type { KerasRef } from '../../kinds/kerasEmission.ts';
import type { PortableLayer, PortableLossTerm, PortableTraining } from '../portableModel.ts';
import { usableLogits } from './logits.ts';
import { pythonCall, pythonNumber } from './pythonText.ts';
import { scheduledKl } from './pythonParts.ts';
import type { SourceGraph } from './sourceGraph.ts';

/** How the loss's own text names a tensor: an input by its argument, anything else as an entry of the forward pass. */
export function readInLoss(graph: SourceGraph, ref: KerasRef): string {
  if (graph.fed.some(({ layer }) => layer === ref[0])) return graph.nameOf(ref);
  const oneHot = lossOnlyOneHot(graph, ref);
  return oneHot ? `F.one_hot(${graph.nameOf(oneHot.from)}.long().flatten(), ${oneHot.classes}).float()` : `out["${keyOf(graph, ref)}"]`;
}

/** Labels that are made one-hot for the loss alone. */
export function lossOnlyOneHot(graph: SourceGraph, ref: KerasRef): { readonly from: KerasRef; readonly classes: number } | null {
  const layer = graph.layerOf(ref);
  const [from] = layer.inputs;
  if (!from || layer.className !== 'CategoryEncoding' || graph.steps.some((step) => step.layer === layer)) return null;
  return { from, classes: Number(layer.config.num_tokens) };
}

/** The entry of the forward pass that holds a tensor: an output's name where it is one. */
export function keyOf(graph: SourceGraph, ref: KerasRef): string {
  return graph.outputs.find((output) => output.ref[0] === ref[0] && output.ref[1] === ref[1])?.name ?? graph.nameOf(ref);
}

/** The regularisers of a layer, as Keras's configuration states them. */
export function penaltiesOf({ config }: PortableLayer): { readonly kernel: L1L2 | null; readonly activity: L1L2 | null } {
  return { kernel: l1l2(config.kernel_regularizer), activity: l1l2(config.activity_regularizer) };
}

export interface L1L2 {
  readonly l1: number;
  readonly l2: number;
}

function l1l2(value: unknown): L1L2 | null {
  if (typeof value !== 'object' || value === null || !('config' in value)) return null;
  const config = value.config as Record<string, unknown>;
  return { l1: Number(config.l1 ?? 0), l2: Number(config.l2 ?? 0) };
}

/** `0.01 * w.abs().sum() + …` */
export function torchPenalty({ l1, l2 }: L1L2, value: string): string {
  return [...(l1 > 0 ? [`${pythonNumber(l1)} * ${value}.abs().sum()`] : []), ...(l2 > 0 ? [`${pythonNumber(l2)} * ${value}.square().sum()`] : [])].join(' + ');
}

const weighed = (weight: number, value: string): string => (weight === 1 ? value : `${pythonNumber(weight)} * ${value}`);
const over = (reduction: 'sum' | 'mean', axes = ''): string => `.${reduction}(${axes})`;

function errorOf(graph: SourceGraph, term: Extract<PortableLossTerm, { kind: 'reconstruction' }>): readonly string[] {
  const target = readInLoss(graph, term.target);
  const logits = usableLogits(graph, term);
  const prediction = logits
    ? `out["${graph.nameOf(logits.ref)}_logits"]${logits.arranged ? `.reshape(${target}.shape)` : ''}`
    : readInLoss(graph, term.prediction);
  switch (term.form) {
    case 'bce':
      return logits
        ? [pythonCall('error = F.binary_cross_entropy_with_logits', [prediction, target, 'reduction="none"'], { indent: 4 })]
        : [pythonCall('error = F.binary_cross_entropy', [`${prediction}.clamp(1e-7, 1 - 1e-7)`, target, 'reduction="none"'], { indent: 4 })];
    case 'mse':
      return [`    error = (${prediction} - ${target}).square()`];
    case 'mae':
      return [`    error = (${prediction} - ${target}).abs()`];
    case 'crossEntropy':
      return logits
        ? [`    error = -(${target} * F.log_softmax(${prediction}, dim=-1)).sum(-1)`]
        : [`    shares = ${prediction} / ${prediction}.sum(-1, keepdim=True)`, `    error = -(${target} * shares.clamp(1e-7, 1 - 1e-7).log()).sum(-1)`];
  }
}

const errorTitles = { bce: 'binary cross-entropy', mse: 'squared error', mae: 'absolute error', crossEntropy: 'cross-entropy' } as const;

function termLines(graph: SourceGraph, term: PortableLossTerm, name: string): readonly string[] {
  const space = '    ';
  switch (term.kind) {
    case 'reconstruction': {
      const rank = graph.shapeOf(term.prediction).length - (term.form === 'crossEntropy' ? 1 : 0);
      const each = rank === 0 ? '' : `.flatten(1)${over(term.features, '1')}`;
      return [
        `${space}# Reconstruction: ${errorTitles[term.form]}, ${term.features} over features, ${term.batch} over the batch.`,
        ...errorOf(graph, term),
        `${space}terms["${name}"] = ${weighed(term.weight, `error${each}${over(term.batch)}`)}`,
      ];
    }
    case 'kl': {
      const [mean, spread] = [readInLoss(graph, term.mean), readInLoss(graph, term.spread)];
      const beta = term.betaSchedule === 'constant' ? pythonNumber(term.beta) : 'beta';
      const variance = term.spreadForm === 'logVariance' ? spread : `2 * ${spread}`;
      const sign = term.sign === 1 ? '-0.5' : '0.5';
      return [
        `${space}# KL of N(mean, variance) from N(0, 1), in nats: ${term.batch} over the batch, ${term.dimensions} over dimensions.`,
        `${space}mean, log_variance = ${mean}, ${variance}`,
        `${space}kl = -0.5 * (1 + log_variance - mean.square() - log_variance.exp())`,
        `${space}kl = kl.flatten(1)${over(term.batch, '0')}`,
        ...(term.freeBits > 0 ? [`${space}kl = kl.clamp(min=${pythonNumber(term.freeBits)})  # free nats: a dimension below costs nothing more`] : []),
        ...(sign === '0.5' ? [`${space}kl = -kl  # the sign that the document asks for`] : []),
        `${space}terms["${name}"] = ${weighed(term.weight, `${beta === '1' ? '' : `${beta} * `}kl${over(term.dimensions)}`)}`,
      ];
    }
    case 'classification': {
      const logits = usableLogits(graph, term);
      const labels = readInLoss(graph, term.labels);
      const value = logits ? `out["${graph.nameOf(logits.ref)}_logits"]` : `out["${keyOf(graph, term.prediction)}"]`;
      const scores = logits ? value : `${value}.clamp(1e-7, 1 - 1e-7).log()`;
      const flat = graph.shapeOf(term.prediction).length > 1;
      const sparse = `F.cross_entropy(${scores}${flat ? '.flatten(0, -2)' : ''}, ${labels}${flat ? '.flatten()' : ''}.long())`;
      const normal = logits ? scores : `(${value} / ${value}.sum(-1, keepdim=True)).clamp(1e-7, 1 - 1e-7).log()`;
      const categorical = logits ? `-(${labels} * F.log_softmax(${normal}, dim=-1)).sum(-1).mean()` : `-(${labels} * ${normal}).sum(-1).mean()`;
      return [
        `${space}# Classification: cross-entropy of the ${term.form === 'sparse' ? 'true class' : 'one-hot class'}.`,
        `${space}terms["${name}"] = ${weighed(term.weight, term.form === 'sparse' ? sparse : categorical)}`,
      ];
    }
  }
}

/** Names of the terms: their kind, numbered where there are several. */
export function termNames(terms: readonly PortableLossTerm[]): readonly string[] {
  return terms.map(({ kind }, index) => {
    const before = terms.slice(0, index).filter((other) => other.kind === kind).length;
    return before === 0 ? kind : `${kind}_${before + 1}`;
  });
}

/** The function that gives the loss, term by term. */
export function torchLoss(graph: SourceGraph, training: PortableTraining, penalised: readonly (readonly [parameter: string, penalty: L1L2])[]): string {
  const names = termNames(training.terms);
  const fed = graph.fed.map(({ name }) => name);
  const activity = graph.steps.some(({ layer }) => penaltiesOf(layer).activity !== null);
  const parts = [...(activity ? ['out["penalty"]'] : []), ...penalised.map(([parameter, penalty]) => torchPenalty(penalty, `model.${parameter}`))];
  return [
    `def loss_terms(model, ${fed.join(', ')}${scheduledKl(training.terms) ? ', beta' : ''}):`,
    '    """The terms whose sum is minimised, each a scalar."""',
    `    out = model(${graph.inputs.map(({ name }) => name).join(', ')})`,
    '    terms = {}',
    ...training.terms.flatMap((term, index) => termLines(graph, term, names[index] ?? term.kind)),
    ...(parts.length === 0 ? [] : ['    # Penalties on weights and activities.', pythonSum('    terms["penalty"] = ', parts)]),
    '    return terms',
  ].join('\n');
}

function pythonSum(before: string, parts: readonly string[]): string {
  const line = `${before}${parts.join(' + ')}`;
  return line.length <= 96 ? line : [`${before}(`, ...parts.map((part, index) => `        ${index === 0 ? '' : '+ '}${part}`), '    )'].join('\n');
}

/** The optimiser with the document's settings. */
export function torchOptimiser({ settings: { optimiser } }: PortableTraining): readonly string[] {
  const { momentum, rho, beta1, beta2, epsilon, weightDecay } = optimiser;
  const adam = ['parameters', 'lr=LEARNING_RATE', `betas=(${pythonNumber(beta1)}, ${pythonNumber(beta2)})`, `eps=${pythonNumber(epsilon)}`];
  const make = (kind: string, args: readonly string[]): string => pythonCall(`optimizer = torch.optim.${kind}`, args, { indent: 4 });
  const head = '    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]';
  switch (optimiser.kind) {
    case 'sgd':
      return [head, make('SGD', ['parameters', 'lr=LEARNING_RATE'])];
    case 'momentum':
      return [head, make('SGD', ['parameters', 'lr=LEARNING_RATE', `momentum=${pythonNumber(momentum)}`])];
    case 'rmsprop':
      return [
        head,
        '    # Keras adds epsilon under the root, PyTorch behind it.',
        make('RMSprop', ['parameters', 'lr=LEARNING_RATE', `alpha=${pythonNumber(rho)}`, `eps=${pythonNumber(epsilon)} ** 0.5`]),
      ];
    case 'adam':
      return [head, make('Adam', adam)];
    case 'adamw':
      return [head, make('AdamW', [...adam, `weight_decay=${pythonNumber(weightDecay)}`])];
  }
}

function clipping({ settings: { clip } }: PortableTraining): readonly string[] {
  const limit = pythonNumber(clip.limit);
  const space = ' '.repeat(12);
  switch (clip.kind) {
    case 'none':
      return [];
    case 'value':
      return [`${space}nn.utils.clip_grad_value_(parameters, ${limit})`];
    case 'globalNorm':
      return [`${space}nn.utils.clip_grad_norm_(parameters, ${limit})`];
    case 'norm':
      return [`${space}for parameter in parameters:`, `${space}    nn.utils.clip_grad_norm_([parameter], ${limit})`];
  }
}

/** The training loop. */
export function torchTrain(graph: SourceGraph, training: PortableTraining): string {
  const fed = graph.fed;
  const labelled = fed.some(({ role }) => role === 'labels');
  const rate = training.settings.schedule.kind !== 'constant';
  const kl = scheduledKl(training.terms) !== null;
  const arguments_ = fed.map(({ role, shape }) => (role === 'labels' ? 'labels[batch]' : `examples[batch].reshape(-1, ${shape.join(', ')})`));
  const space = ' '.repeat(12);
  return [
    `def train(model, examples, ${labelled ? 'labels, ' : ''}epochs=EPOCHS, steps=None):`,
    '    """Trains in place, at most `steps` steps; returns the loss of each step."""',
    ...torchOptimiser(training),
    '    generator = torch.Generator().manual_seed(SEED)',
    '    examples = torch.as_tensor(np.asarray(examples), dtype=torch.float32)',
    ...(labelled ? ['    labels = torch.as_tensor(np.asarray(labels).astype(np.int64))'] : []),
    ...(rate || kl ? ['    steps_per_epoch = math.ceil(len(examples) / BATCH_SIZE)'] : []),
    '    device = next(model.parameters()).device',
    '    model.train()',
    '    losses = []',
    '    for epoch in range(epochs):',
    '        order = torch.randperm(len(examples), generator=generator)',
    '        for start in range(0, len(order), BATCH_SIZE):',
    `${space}if steps is not None and len(losses) >= steps:`,
    `${space}    return losses`,
    `${space}batch = order[start : start + BATCH_SIZE]`,
    ...(rate ? [`${space}for group in optimizer.param_groups:`, `${space}    group["lr"] = learning_rate_at(len(losses) / steps_per_epoch)`] : []),
    pythonCall('terms = loss_terms', ['model', ...arguments_.map((each) => `${each}.to(device)`), ...(kl ? ['beta_at(len(losses) / steps_per_epoch)'] : [])], {
      indent: 12,
    }),
    `${space}loss = sum(terms.values())`,
    `${space}optimizer.zero_grad()`,
    `${space}loss.backward()`,
    ...clipping(training),
    `${space}optimizer.step()`,
    `${space}losses.append(loss.item())`,
    '        parts = ", ".join(f"{name} {value.item():.4f}" for name, value in terms.items())',
    '        print(f"epoch {epoch + 1}: loss {losses[-1]:.4f} ({parts})")',
    '    return losses',
  ].join('\n');
}
