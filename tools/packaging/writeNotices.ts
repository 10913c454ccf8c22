import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repository } from '../directions/checkDirections.ts';
import { noticesOf } from './notices.ts';

// Writes what stands beside the packaged app: whose work it contains, and under which licences.
const file = join(repository, 'dist/THIRD-PARTY-NOTICES.txt');
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, noticesOf(repository, { list: (folder) => readdirSync(folder), read: (path) => readFileSync(path, 'utf8') }));
