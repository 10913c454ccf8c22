// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';
import { useBlockStore } from './blockStore.ts';

const names = (): readonly string[] => useBlockStore.getState().blocks.map(({ name }) => name);

beforeEach(() => {
  useBlockStore.setState({ blocks: [] });
  for (const name of ['a', 'b', 'c']) useBlockStore.getState().save(name, '{}');
});

test('a block is renamed; an empty name leaves it as it was', () => {
  const [first] = useBlockStore.getState().blocks;
  useBlockStore.getState().rename(first?.id ?? '', '  编码器  ');
  expect(names()).toEqual(['编码器', 'b', 'c']);
  useBlockStore.getState().rename(first?.id ?? '', '   ');
  expect(names()).toEqual(['编码器', 'b', 'c']);
});

test('a deleted block comes back in its place, once, whatever happened meanwhile', () => {
  const second = useBlockStore.getState().blocks[1]?.id ?? '';
  const back = useBlockStore.getState().remove(second);
  expect(names()).toEqual(['a', 'c']);
  // The id that became free may be taken by now.
  useBlockStore.getState().save('d', '{}');
  back();
  back();
  expect(names()).toEqual(['a', 'b', 'c', 'd']);
  expect(new Set(useBlockStore.getState().blocks.map(({ id }) => id)).size).toBe(4);
});
