/** A colour as red, green, blue, 0 … 255. */
export type Rgb = readonly [number, number, number];

/**
 * Line colours by theme, told apart under the common colour blindnesses: Okabe & Ito, "Color universal design" (2008), each darkened or lightened
 * until it stands 3:1 from the panel it is drawn on. Lines differ by dash too.
 */
export const lineColours: Readonly<Record<'light' | 'dark', readonly string[]>> = {
  light: ['#0072b2', '#c44f00', '#00805d', '#b0558a', '#8a6d00', '#3d8fc4', '#5b3fa8', '#222222'],
  dark: ['#56b4e9', '#e69f00', '#2fc596', '#e29ac2', '#f0e442', '#ff8a4d', '#b3a1f0', '#f2f2f2'],
};

/** Dash patterns in CSS pixels; the first is solid. */
export const dashes: readonly (readonly number[])[] = [
  [],
  [8, 4],
  [2, 3],
  [10, 3, 2, 3],
  [14, 4],
  [5, 2, 1, 2, 1, 2],
  [1, 4],
  [12, 2, 4, 2],
  [4, 4],
  [16, 3, 1, 3],
];

/** Colours of classes, ten of them before they repeat; each class has a symbol of its own besides. */
export const classColours: Readonly<Record<'light' | 'dark', readonly string[]>> = {
  light: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#3aa7e4', '#7a5195', '#5c5c5c', '#a5a000', '#8b2f2f'],
  dark: ['#4aa3e0', '#ff8040', '#2fc596', '#e29ac2', '#e6ac2e', '#8fd3ff', '#b59be0', '#c4c4c4', '#f0e442', '#e0746e'],
};

/** Symbols of classes, drawn by the scatter's shader in this order. */
export const classSymbols = ['●', '■', '▲', '◆', '✚', '▼', '✕', '○', '□', '▬'] as const;

/** The item at a place of a list that repeats. */
export function cycled<T>(items: readonly [T, ...T[]] | readonly T[], index: number): T {
  const item = items[((index % items.length) + items.length) % items.length];
  if (item === undefined) throw new Error('an empty list has no items');
  return item;
}

/** `#rrggbb` as numbers. */
export function hexToRgb(hex: string): Rgb {
  const number = Number.parseInt(hex.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}
