/**
 * How stored values become the model's, as plain data that any thread can be handed.
 * affine: stored · scale + shift; standard: (stored − mean) · scale, feature by feature.
 */
export type NormalForm =
  | { readonly kind: 'none' }
  | { readonly kind: 'affine'; readonly scale: number; readonly shift: number }
  | { readonly kind: 'standard'; readonly means: Float64Array; readonly scales: Float64Array };

/** Normalises whole examples in place. */
export function applyNormalForm(form: NormalForm, values: Float32Array): void {
  if (form.kind === 'none') return;
  if (form.kind === 'affine') {
    const { scale, shift } = form;
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) * scale + shift;
    return;
  }
  const { means, scales } = form;
  for (let at = 0; at < values.length; at += means.length) {
    for (let i = 0; i < means.length; i++) values[at + i] = ((values[at + i] ?? 0) - (means[i] ?? 0)) * (scales[i] ?? 1);
  }
}
