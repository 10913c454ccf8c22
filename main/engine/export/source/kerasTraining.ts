import type { KerasRef } from '../../kinds/kerasEmission.ts';
import type { PortableLossTerm, PortableTraining } from '../portableModel.ts';
import { scheduledKl } from './pythonParts.ts';
import { pythonCall, pythonNumber } from './pythonText.ts';
import type { SourceGraph } from './sourceGraph.ts';
import { keyOf, lossOnlyOneHot, penaltiesOf, termNames } from './torchTraining.ts';

const at = (graph: SourceGraph, ref: KerasRef): string => {
  const key = (layer: string): string | undefined => graph.fed.find((input) => input.layer === layer)?.key;
  const input = key(ref[0]);
  if (input !== undefined) return `inputs["${input}"]`;
  const oneHot = lossOnlyOneHot(graph, ref);
  return oneHot ? `ops.one_hot(inputs["${key(oneHot.from[0])}"], ${oneHot.classes})` : `out["${keyOf(graph, ref)}"]`;
};

const weighed = (weight: number, value: string): string => (weight === 1 ? value : `${pythonNumber(weight)} * ${value}`);
const over = (reduction: 'sum' | 'mean', value: string, axes = ''): string => `tf.reduce_${reduction}(${value}${axes})`;
/** A replica sees its own share of a batch: what is averaged over the batch is averaged over the replicas too. */
const shared = (reduction: 'sum' | 'mean', value: string): string => (reduction === 'mean' ? `${value} / replicas` : value);

const errors = {
  bce: ['binary cross-entropy', (y: string, p: string) => pythonCall('error = ops.binary_crossentropy', [y, p], { indent: 4 })],
  mse: ['squared error', (y: string, p: string) => `    error = tf.square(${p} - ${y})`],
  mae: ['absolute error', (y: string, p: string) => `    error = tf.abs(${p} - ${y})`],
  crossEntropy: ['cross-entropy', (y: string, p: string) => pythonCall('error = ops.categorical_crossentropy', [y, p], { indent: 4 })],
} as const;

function termLines(graph: SourceGraph, term: PortableLossTerm, name: string): readonly string[] {
  const space = '    ';
  switch (term.kind) {
    case 'reconstruction': {
      const [title, error] = errors[term.form];
      const rank = graph.shapeOf(term.prediction).length - (term.form === 'crossEntropy' ? 1 : 0);
      const each = rank === 0 ? 'error' : over(term.features, 'error', `, axis=list(range(1, ${rank + 1}))`);
      return [
        `${space}# Reconstruction: ${title}, ${term.features} over features, ${term.batch} over the batch.`,
        error(at(graph, term.target), at(graph, term.prediction)),
        `${space}per_example = ${each}`,
        `${space}terms["${name}"] = ${shared(term.batch, weighed(term.weight, over(term.batch, 'per_example')))}`,
      ];
    }
    case 'kl': {
      const beta = term.betaSchedule === 'constant' ? pythonNumber(term.beta) : 'beta';
      const variance = term.spreadForm === 'logVariance' ? at(graph, term.spread) : `2 * ${at(graph, term.spread)}`;
      const total = over(term.dimensions, 'kl');
      return [
        `${space}# KL of N(mean, variance) from N(0, 1), in nats: ${term.batch} over the batch, ${term.dimensions} over dimensions.`,
        `${space}mean, log_variance = ${at(graph, term.mean)}, ${variance}`,
        `${space}kl = -0.5 * (1 + log_variance - tf.square(mean) - tf.exp(log_variance))`,
        `${space}kl = ${over(term.batch, 'tf.reshape(kl, [tf.shape(kl)[0], -1])', ', axis=0')}`,
        ...(term.freeBits > 0 ? [`${space}kl = tf.maximum(kl, ${pythonNumber(term.freeBits)})  # free nats: a dimension below costs nothing more`] : []),
        ...(term.sign === 1 ? [] : [`${space}kl = -kl  # the sign that the document asks for`]),
        `${space}terms["${name}"] = ${shared(term.batch, weighed(term.weight, beta === '1' ? total : `${beta} * ${total}`))}`,
      ];
    }
    case 'classification': {
      const kind = term.form === 'sparse' ? 'sparse_categorical_crossentropy' : 'categorical_crossentropy';
      return [
        `${space}# Classification: cross-entropy of the ${term.form === 'sparse' ? 'true class' : 'one-hot class'}.`,
        pythonCall(`error = ops.${kind}`, [at(graph, term.labels), at(graph, term.prediction)], { indent: 4 }),
        `${space}terms["${name}"] = ${shared('mean', weighed(term.weight, over('mean', 'error')))}`,
      ];
    }
  }
}

/** The function that gives the loss, term by term. */
export function kerasLoss(graph: SourceGraph, training: PortableTraining): string {
  const names = termNames(training.terms);
  const penalised = graph.steps.some(({ layer }) => penaltiesOf(layer).kernel !== null || penaltiesOf(layer).activity !== null);
  return [
    `def loss_terms(model, inputs, replicas=1${scheduledKl(training.terms) ? ', beta=1.0' : ''}):`,
    '    """The terms whose sum is minimised, each a scalar; a replica\'s share where there are several."""',
    '    out = model({name: inputs[name] for name in INPUTS}, training=True)',
    '    terms = {}',
    ...training.terms.flatMap((term, index) => termLines(graph, term, names[index] ?? term.kind)),
    ...(penalised ? ['    # Penalties on weights and activities.', '    terms["penalty"] = tf.add_n(model.losses) / replicas'] : []),
    '    return terms',
  ].join('\n');
}

function optimiser({ settings: { optimiser, clip } }: PortableTraining): string {
  const { momentum, rho, beta1, beta2, epsilon, weightDecay } = optimiser;
  const clips = { none: [], norm: ['clipnorm'], globalNorm: ['global_clipnorm'], value: ['clipvalue'] }[clip.kind].map(
    (name) => `${name}=${pythonNumber(clip.limit)}`,
  );
  const adam = [`beta_1=${pythonNumber(beta1)}`, `beta_2=${pythonNumber(beta2)}`, `epsilon=${pythonNumber(epsilon)}`];
  const kinds = {
    sgd: ['SGD', []],
    momentum: ['SGD', [`momentum=${pythonNumber(momentum)}`]],
    rmsprop: ['RMSprop', [`rho=${pythonNumber(rho)}`, `epsilon=${pythonNumber(epsilon)}`]],
    adam: ['Adam', adam],
    adamw: ['AdamW', [`weight_decay=${pythonNumber(weightDecay)}`, ...adam]],
  } as const;
  const [kind, args] = kinds[optimiser.kind];
  return pythonCall(`return keras.optimizers.${kind}`, ['LEARNING_RATE', ...args, ...clips], { indent: 4 });
}

/** The optimiser and the training loop, on one worker or several. */
export function kerasTrain(graph: SourceGraph, training: PortableTraining): readonly string[] {
  const fed = graph.fed;
  const labelled = fed.some(({ role }) => role === 'labels');
  const rate = training.settings.schedule.kind !== 'constant';
  const kl = scheduledKl(training.terms) !== null;
  const epochs = 'len(losses) / steps_per_epoch';
  const dataRows = fed.map(({ key, role, shape }) =>
    role === 'labels' ? `"${key}": labels[rows].astype("int32")` : `"${key}": examples[rows].reshape(-1, ${shape.join(', ')})`,
  );
  const drawRows = graph.draws.map(
    ({ key, shape, role }) => `"${key}": noise.${role === 'uniform' ? 'random' : 'standard_normal'}((len(rows), ${shape.join(', ')}), "float32")`,
  );
  const make = `def make_optimizer():\n    """As the document sets it."""\n${optimiser(training)}`;
  const stepper = [
    `def make_step(model, optimizer, strategy):`,
    '    """One step on all replicas: each takes its share of the batch, the gradients are summed."""',
    '    replicas = strategy.num_replicas_in_sync',
    '',
    `    def replica_step(inputs${kl ? ', beta' : ''}):`,
    '        with tf.GradientTape() as tape:',
    `            terms = loss_terms(model, inputs, replicas${kl ? ', beta' : ''})`,
    '            loss = tf.add_n(list(terms.values()))',
    '        gradients = tape.gradient(loss, model.trainable_variables)',
    '        optimizer.apply(gradients, model.trainable_variables)',
    '        return loss',
    '',
    '    @tf.function(reduce_retracing=True)',
    `    def step(inputs${kl ? ', beta' : ''}):`,
    `        loss = strategy.run(replica_step, args=(inputs, ${kl ? 'beta' : ''}))`.replace('(inputs, )', '(inputs,)'),
    '        return strategy.reduce("sum", loss, axis=None)',
    '',
    '    return step',
  ].join('\n');
  const train = [
    `def train(model, examples, ${labelled ? 'labels, ' : ''}epochs=EPOCHS, steps=None, strategy=None):`,
    '    """Trains in place, at most `steps` steps; returns the loss of each step."""',
    '    strategy = strategy or tf.distribute.get_strategy()',
    '    keras.utils.set_random_seed(SEED)',
    '    with strategy.scope():',
    '        optimizer = make_optimizer()',
    '        optimizer.build(model.trainable_variables)',
    '    train_step = make_step(model, optimizer, strategy)',
    '    generator = np.random.default_rng(SEED)  # the same order on every worker',
    ...(drawRows.length > 0 ? ['    noise = np.random.default_rng(SEED + 1)'] : []),
    '    examples = np.asarray(examples, "float32")',
    ...(labelled ? ['    labels = np.asarray(labels)'] : []),
    ...(rate || kl ? ['    steps_per_epoch = math.ceil(len(examples) / BATCH_SIZE)'] : []),
    '    replicas = strategy.num_replicas_in_sync',
    '    losses = []',
    '    for epoch in range(epochs):',
    '        order = generator.permutation(len(examples))',
    '        for start in range(0, len(order), BATCH_SIZE):',
    '            if steps is not None and len(losses) >= steps:',
    '                return losses',
    '            batch = order[start : start + BATCH_SIZE]',
    '            if len(batch) < replicas:',
    '                break',
    '',
    '            def share(context):',
    '                """The rows of one replica."""',
    '                rows = batch[context.replica_id_in_sync_group :: replicas]',
    '                return {',
    ...[...dataRows, ...drawRows].map((row) => `                    ${row},`),
    '                }',
    '',
    '            inputs = strategy.experimental_distribute_values_from_function(share)',
    ...(rate ? [`            optimizer.learning_rate = learning_rate_at(${epochs})`] : []),
    `            losses.append(float(train_step(inputs${kl ? `, tf.constant(beta_at(${epochs}), tf.float32)` : ''})))`,
    '        print(f"epoch {epoch + 1}: loss {losses[-1]:.4f}")',
    '    return losses',
  ].join('\n');
  return [make, stepper, train];
}
