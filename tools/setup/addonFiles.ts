import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, link, lstat, mkdir, readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { constants } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from '../../shared/z.ts';

/** The folders of the tfjs-node package that make up the native half: the addon, and TensorFlow's libraries beside it. */
export const nativeFolders = ['lib', 'deps/lib'] as const;

const manifestSchema = z.object({
  tensorflow: z.string(),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
  links: z.array(z.object({ path: z.string(), target: z.string() })),
});

/** What a cached build holds; paths are relative to the tfjs-node package, with forward slashes. */
export type BuildManifest = z.infer<typeof manifestSchema>;

/** The user's cache folder of hourglass. */
export function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'];
  return join(base !== undefined && base !== '' ? base : join(homedir(), '.cache'), 'hourglass');
}

/** Keeps a working build for other clones on this machine; hard links where the disk allows, so that it costs no space. */
export async function keepBuild(packageFolder: string, cached: string, tensorflow: string): Promise<void> {
  const building = `${cached}.${process.pid}.tmp`;
  try {
    const manifest: BuildManifest = { tensorflow, files: [], links: [] };
    for (const path of await pathsUnder(packageFolder, nativeFolders)) {
      const info = await lstat(join(packageFolder, path));
      if (info.isSymbolicLink()) {
        manifest.links.push({ path, target: await readlink(join(packageFolder, path)) });
        continue;
      }
      await linkOrCopy(join(packageFolder, path), join(building, path));
      manifest.files.push({ path, bytes: info.size, sha256: await sha256Of(join(packageFolder, path)) });
    }
    await writeFile(join(building, 'manifest.json'), JSON.stringify(manifest, null, 1), { flush: true });
    await rm(cached, { recursive: true, force: true });
    await rename(building, cached);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

/**
 * Puts a kept build into the package, after checking every byte of it.
 * @returns the TensorFlow version it states; undefined where there is no kept build or it is damaged
 */
export async function restoreBuild(cached: string, packageFolder: string): Promise<string | undefined> {
  const text = await readFile(join(cached, 'manifest.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const { files, links, tensorflow } = parsed.data;
  for (const file of files) {
    const sha256 = await sha256Of(join(cached, file.path)).catch(() => undefined);
    if (sha256 !== file.sha256) return undefined;
  }
  await removeBuild(packageFolder);
  for (const file of files) await linkOrCopy(join(cached, file.path), join(packageFolder, file.path));
  for (const { path, target } of links) await symlink(target, join(packageFolder, path));
  return tensorflow;
}

/** Takes the native half out of the package, so that half a build never stays behind. */
export async function removeBuild(packageFolder: string): Promise<void> {
  for (const folder of nativeFolders) await rm(join(packageFolder, folder), { recursive: true, force: true });
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_FICLONE));
}

async function pathsUnder(root: string, folders: readonly string[]): Promise<string[]> {
  const paths: string[] = [];
  for (const folder of folders) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isDirectory())
        paths.push(
          join(entry.parentPath, entry.name)
            .slice(root.length + 1)
            .replaceAll('\\', '/'),
        );
    }
  }
  return paths.toSorted();
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
