import { isReservedKey } from '../graph/document.ts';

/** Most characters of a name in the library, and most bytes it may take as a file's name. */
export const nameLimits = { characters: 80, bytes: 200 } as const;

/** Names that Windows keeps for devices, with any ending. */
const deviceName = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
/** What some file system refuses in a name, and what cannot be seen: control, format and private characters, lone surrogates, line breaks. */
const forbidden = /[/\\:*?"<>|\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Why a name cannot be one of the library, or null where it can. The words are fixed: `issueTexts` fills them into `library-name`. */
export type NameFault = 'empty' | 'too long' | 'a character' | 'its ends' | 'reserved';

/**
 * Names of projects and uploaded data sets: what every file system takes as one name, the same everywhere, and nothing that leads out of its folder.
 * The name must come in its composed form (NFC), without space or full stop at its ends.
 */
export function nameFault(name: string): NameFault | null {
  if (name.trim() === '') return 'empty';
  if (Array.from(name).length > nameLimits.characters || utf8Bytes(name) > nameLimits.bytes) return 'too long';
  if (forbidden.test(name) || name !== name.normalize('NFC')) return 'a character';
  if (/^[\s.]|[\s.]$/u.test(name)) return 'its ends';
  return deviceName.test(name) || isReservedKey(name) ? 'reserved' : null;
}

/** A text made into a name that has no fault, as near as it goes: what a new project is called at first. @param fallback a name without fault, where nothing is left */
export function fitName(text: string, fallback: string): string {
  let fitted = text.normalize('NFC').replace(new RegExp(forbidden, 'gu'), ' ').replace(/\s+/g, ' ');
  const trim = (part: string): string => part.replace(/^[\s.]+|[\s.]+$/gu, '');
  fitted = trim(Array.from(fitted).slice(0, nameLimits.characters).join(''));
  while (utf8Bytes(fitted) > nameLimits.bytes) fitted = trim(Array.from(fitted).slice(0, -1).join(''));
  return nameFault(fitted) === null ? fitted : fallback;
}

function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
