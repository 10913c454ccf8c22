import { Box, Dices, Grid3x3, Layers, LogIn, LogOut, Merge, RefreshCw, ShieldHalf, SquareFunction, Target } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { Category } from '../../shared/nodes/defineNode.ts';

/** The icon of each category; its colour never stands alone. */
export const categoryIcons: Readonly<Record<Category, LucideIcon>> = {
  source: LogIn,
  dense: Layers,
  elementwise: SquareFunction,
  regularise: ShieldHalf,
  shape: Box,
  convolution: Grid3x3,
  recurrent: RefreshCw,
  merge: Merge,
  latent: Dices,
  loss: Target,
  output: LogOut,
};

export const categoryColour = (category: Category): string => `var(--cat-${category})`;
