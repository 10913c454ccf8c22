import { classColours, classSymbols, cycled, hexToRgb } from '../paint/palette.ts';

/** Colour and symbol of a class: the symbol is its own among ten, the colour too, and further classes pair them anew. */
export function classLook(label: number, theme: 'light' | 'dark'): { readonly colour: string; readonly symbol: number } {
  const round = Math.floor(label / classSymbols.length);
  return { colour: cycled(classColours[theme], label), symbol: (label + round * 3) % classSymbols.length };
}

/** Colours and symbols of all points; hidden classes get the symbol −1. Points without labels are all of class 0. */
export function pointLook({
  count,
  labels,
  theme,
  hidden,
}: {
  readonly count: number;
  readonly labels: Int32Array | null;
  readonly theme: 'light' | 'dark';
  readonly hidden: readonly number[];
}): { readonly tints: Uint8Array; readonly symbols: Float32Array } {
  const classes = labels ? labels.reduce((most, label) => Math.max(most, label), 0) + 1 : 1;
  const looks = Array.from({ length: classes }, (_, label) => {
    const { colour, symbol } = classLook(label, theme);
    return { rgb: hexToRgb(colour), symbol: hidden.includes(label) ? -1 : symbol };
  });
  const tints = new Uint8Array(count * 3),
    symbols = new Float32Array(count);
  for (let point = 0; point < count; point++) {
    const look = looks[Math.max(0, labels?.[point] ?? 0)];
    if (!look) continue;
    tints.set(look.rgb, point * 3);
    symbols[point] = look.symbol;
  }
  return { tints, symbols };
}
