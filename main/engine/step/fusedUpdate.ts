import type { OptimiserSettings } from '../../../shared/graph/document.ts';
import type { GraphAttr } from '../tfjs/encodeGraph.ts';
import { floatType } from './graphBuilder.ts';
import type { GraphBuilder, GraphRef } from './graphBuilder.ts';

/** An optimiser as TensorFlow's fused resource updates: one native operation a weight. */
export interface FusedOptimiser {
  /** Slots kept beside each weight, in the order of the eager optimiser's; then those that only the fused form has. */
  readonly slots: readonly string[];
  /** Scalars fed at each step t = 1, 2, …, in the order `update` wants them. */
  scalars(learningRate: number, t: number): readonly number[];
  /** Emits the update of one weight, done once what `after` names (`^<node>`) has been; gives the node that ends it. */
  update(
    graph: GraphBuilder,
    request: {
      readonly variable: GraphRef;
      readonly slots: readonly GraphRef[];
      readonly gradient: GraphRef;
      readonly scalars: readonly GraphRef[];
      readonly constant: (value: number) => GraphRef;
      readonly after: readonly GraphRef[];
    },
  ): GraphRef;
}

const updateAttrs: Readonly<Record<string, GraphAttr>> = { T: floatType, use_locking: { bool: false } };
const pick = (refs: readonly GraphRef[], index: number): GraphRef => {
  const ref = refs[index];
  if (ref === undefined) throw new Error(`the update lacks input ${index}`);
  return ref;
};

/** The fused form of the eager optimiser of the same settings: equal updates, float32 rounding apart. */
export function createFusedOptimiser(settings: OptimiserSettings): FusedOptimiser {
  switch (settings.kind) {
    case 'sgd':
      return {
        slots: [],
        scalars: (rate) => [rate],
        update: (graph, { variable, gradient, scalars, after }) =>
          graph.add('ResourceApplyGradientDescent', [variable, pick(scalars, 0), gradient, ...after], updateAttrs),
      };
    case 'momentum':
      return {
        slots: ['velocity'],
        scalars: (rate) => [rate],
        update: (graph, { variable, slots, gradient, scalars, constant, after }) =>
          graph.add('ResourceApplyKerasMomentum', [variable, pick(slots, 0), pick(scalars, 0), gradient, constant(settings.momentum), ...after], {
            ...updateAttrs,
            use_nesterov: { bool: false },
          }),
      };
    case 'rmsprop':
      return {
        slots: ['meanSquare', 'step'],
        scalars: (rate, t) => [rate * Math.sqrt(gathered(settings.rho, t))],
        update: (graph, { variable, slots, gradient, scalars, constant, after }) =>
          graph.add(
            'ResourceApplyRMSProp',
            [variable, pick(slots, 0), pick(slots, 1), pick(scalars, 0), constant(settings.rho), constant(0), constant(settings.epsilon), gradient, ...after],
            updateAttrs,
          ),
      };
    case 'adam':
      return adam(settings, 0);
    case 'adamw':
      return adam(settings, settings.weightDecay);
  }
}

/**
 * What a fused moving average has gathered after t steps, as a multiple of the eager one's: TensorFlow's update takes 1 − β in float32, Keras and the eager
 * update take it in double precision. 1 − 0.999 is 1.3·10⁻⁵ smaller so: enough to lead two trainings apart, were the rate not to make up for it.
 */
function gathered(beta: number, t: number): number {
  return (1 - Math.fround(beta) ** t) / (1 - beta ** t);
}

function adam({ beta1, beta2, epsilon }: OptimiserSettings, weightDecay: number): FusedOptimiser {
  const f = Math.fround;
  return {
    slots: ['m', 'v'],
    scalars: (rate, t) => [(rate * Math.sqrt(gathered(beta2, t))) / gathered(beta1, t), f(f(beta1) ** t), f(f(beta2) ** t)],
    update(graph, { variable, slots, gradient, scalars, constant, after }) {
      const before: GraphRef[] = [...after];
      if (weightDecay > 0) {
        const share = graph.add('Mul', [pick(scalars, 0), constant(weightDecay)], { T: floatType });
        const loss = graph.add('Mul', [graph.read(variable, after), share], { T: floatType });
        // Waits for the gradient: until then the step still reads the weight as it was.
        before.push(`^${graph.add('AssignSubVariableOp', [variable, loss, `^${gradient.split(':')[0]}`], { dtype: floatType })}`);
      }
      const inputs = [
        variable,
        pick(slots, 0),
        pick(slots, 1),
        pick(scalars, 1),
        pick(scalars, 2),
        pick(scalars, 0),
        constant(beta1),
        constant(beta2),
        constant(epsilon),
        gradient,
      ];
      return graph.add('ResourceApplyAdam', [...inputs, ...before], { ...updateAttrs, use_nesterov: { bool: false } });
    },
  };
}
