import type { WeightSpec } from '../../shared/nodes/defineNode.ts';
import { showShape, sizeOf } from '../../shared/nodes/tensorSpec.ts';
import { useText } from '../text/useText.ts';

/** The weights of a node: name, shape and number of values. */
export function WeightTable({ weights }: { readonly weights: readonly WeightSpec[] }) {
  const { t, language } = useText();
  const count = (value: number): string => value.toLocaleString(language);
  const total = weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return (
    <table className="w-full table-fixed text-start">
      <thead className="text-ink-muted">
        <tr>
          <th className="text-start font-normal">{t('inspector.weight')}</th>
          <th className="text-start font-normal">{t('inspector.shape')}</th>
          <th className="text-end font-normal">{t('inspector.count')}</th>
        </tr>
      </thead>
      <tbody>
        {weights.map(({ name, shape, trainable, initialiser }) => (
          <tr key={name} className="h-6" title={t('inspector.startsAs', { name: initialiser.name })}>
            <th scope="row" className="truncate text-start font-normal">
              {name}
              {!trainable && <span className="text-ink-muted"> · {t('inspector.notTrained')}</span>}
            </th>
            <td className="truncate tabular-nums">{showShape(shape)}</td>
            <td className="truncate text-end tabular-nums">{count(sizeOf(shape))}</td>
          </tr>
        ))}
      </tbody>
      <tfoot className="border-t border-line font-medium">
        <tr className="h-6">
          <th scope="row" colSpan={2} className="text-start font-medium">
            {t('inspector.total')}
          </th>
          <td className="text-end tabular-nums">{count(total)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
