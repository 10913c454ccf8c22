import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const tokenFile = 'host-token';
const tokenPattern = /^[\w-]{43}$/;
/** Time after which a start takes a new token by itself. */
const tokenLifeMs = 30 * 24 * 3_600_000;

/** 256 random bits as text. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/**
 * The token of this user's host, the same at every start, so that a page that is open while the host ends and begins again finds back by itself. It lies in
 * the user's data folder, readable by that user alone; a file that others could have read,
 * that holds no token or that is a month old is not believed, and a new one takes its place.
 * Where nothing can be written, the token lasts for this start.
 * @param folder the user's data folder
 * @param renew takes a new one: whoever knows the old one is locked out
 */
export async function keptToken(folder: string, renew = false): Promise<string> {
  const file = join(folder, tokenFile);
  const known = renew ? null : await readToken(file);
  if (known !== null) return known;
  const token = newToken();
  const temporary = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    await mkdir(folder, { recursive: true });
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(`${token}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await chmod(file, 0o600);
  } catch {
    await rm(temporary, { force: true }).catch(() => {});
  }
  return token;
}

async function readToken(file: string): Promise<string | null> {
  try {
    const { mode, uid, mtimeMs } = await stat(file);
    const isOwn = process.platform === 'win32' || ((mode & 0o077) === 0 && uid === process.getuid?.());
    const token = (await readFile(file, 'utf8')).trim();
    return isOwn && Date.now() - mtimeMs < tokenLifeMs && tokenPattern.test(token) ? token : null;
  } catch {
    return null;
  }
}
