import type { Text } from '../messages/language.ts';
import type { Port } from './defineNode.ts';

/** What a port carries, in words. */
export const carried: Readonly<Record<Port['carries'], Text>> = {
  tensor: { en: 'a tensor', zh: '张量' },
  ids: { en: 'ids', zh: '编号' },
  any: { en: 'anything', zh: '任意数据' },
};
