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
  /** Gives a block another name; an empty one is no name. */
  rename(id: string, name: string): void;
  /** Deletes a block. Gives back how to bring it back to its place. */
  remove(id: string): () => void;
}

const freeBlockId = (blocks: readonly SavedBlock[], wanted?: string): string => {
  const taken = (id: string): boolean => blocks.some((one) => one.id === id);
  return wanted !== undefined && !taken(wanted) ? wanted : firstFreeId('block', taken);
};

/** The user's own blocks, kept by this browser. */
export const useBlockStore = create<BlockState>()(
  persist(
    (set, get) => ({
      blocks: [],
      save: (name, text) => set(({ blocks }) => ({ blocks: [...blocks, { id: freeBlockId(blocks), name, text }] })),
      rename: (id, name) =>
        set(({ blocks }) => ({ blocks: blocks.map((block) => (block.id === id && name.trim() !== '' ? { ...block, name: name.trim() } : block)) })),
      remove(id) {
        const { blocks: before } = get();
        const place = before.findIndex((block) => block.id === id),
          block = before[place];
        set({ blocks: before.filter((one) => one.id !== id) });
        let back = block === undefined;
        return () => {
          if (back || !block) return;
          back = true;
          set(({ blocks }) => ({ blocks: blocks.toSpliced(place, 0, { ...block, id: freeBlockId(blocks, block.id) }) }));
        };
      },
    }),
    { name: 'hourglass-blocks' },
  ),
);
