import { refuse } from '../../../../shared/check/issue.ts';
import { tf } from '../../tfjs/core.ts';
import { tfTypes } from '../../tfjs/encodeGraph.ts';
import type { Signature } from '../../tfjs/encodeGraph.ts';
import type { GraphSession } from '../../tfjs/graphSession.ts';
import { tidy } from '../../tfjs/tidy.ts';
import type { ReadBack } from '../exportFormat.ts';

/** A session as something to run by its signature. Owns the session. Running throws RangeError where an input is missing, IssueError export-unreadable where the graph does not run. */
export function runSession(session: GraphSession, { inputs, outputs }: Signature): ReadBack {
  const names = Object.keys(outputs);
  return {
    async run(arrays) {
      const made = tidy(() => {
        const feeds = Object.entries(inputs).map(([name, { tensor, dtype }]) => {
          const array = arrays[name];
          if (!array) throw new RangeError(`input ${name} is missing`);
          const whole = dtype === tfTypes.int32;
          return [tensor, tf.tensor(whole ? Int32Array.from(array.values) : array.values, [...array.shape], whole ? 'int32' : 'float32')] as const;
        });
        try {
          return session.run(
            Object.fromEntries(feeds),
            Object.values(outputs).map(({ tensor }) => tensor),
          );
        } catch (error) {
          // A damaged graph may load and then not run: TensorFlow looks at many things only then.
          const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
          return refuse('export-unreadable', { file: 'model' }, { reason });
        }
      });
      const found = await Promise.all(made.map(async (tensor) => ({ shape: tensor.shape, values: Float32Array.from(await tensor.data()) })));
      tf.dispose(made);
      return Object.fromEntries(found.map((array, index) => [names[index] ?? '', array]));
    },
    dispose: () => session.dispose(),
  };
}
