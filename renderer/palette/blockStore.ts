import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { firstFreeId } from '../../shared/graph/createDocument.ts';

/** A selection that the user saved to use again in any project. */
export interface SavedBlock {
  readonly id: string;
  readonly name: string;
  /** A clipping as text; read and checked again each time it is inserted. */
  readonly text: string;
}

interface BlockState {
  readonly blocks: readonly SavedBlock[];
  save(name: string, text: string): void;
  rename(id: string, name: string): void;
  remove(id: string): void;
}

/** The user's own blocks, kept by this browser. */
export const useBlockStore = create<BlockState>()(
  persist(
    (set) => ({
      blocks: [],
      save: (name, text) =>
        set(({ blocks }) => ({ blocks: [...blocks, { id: firstFreeId('block', (id) => blocks.some((one) => one.id === id)), name, text }] })),
      rename: (id, name) => set(({ blocks }) => ({ blocks: blocks.map((block) => (block.id === id ? { ...block, name } : block)) })),
      remove: (id) => set(({ blocks }) => ({ blocks: blocks.filter((block) => block.id !== id) })),
    }),
    { name: 'hourglass-blocks' },
  ),
);
