import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sizeOf } from '../../../shared/nodes/tensorSpec.ts';
import { z } from '../../../shared/z.ts';
import type { ExportFiles, ExportFormat, ExportFormatId, NamedArrays, ReadBack } from './exportFormat.ts';
import { peerProgram } from './peerProgram.ts';
import type { PortableModel } from './portableModel.ts';

/** The library of a Python that reads a format; other formats have none here. */
const libraries: Partial<Record<ExportFormatId, string>> = { keras: 'keras', h5: 'keras', savedmodel: 'tensorflow', onnx: 'onnxruntime' };

const timeoutMs = 300_000;

export interface PeerReader extends ReadBack {
  /** The library with its version, e.g. `keras 3.15.1`; known after the first run. */
  by(): string;
}

/** The Python that HOURGLASS_PEER_PYTHON names, else the environment that `npm run peer` makes; null where there is none. */
export function peerPython(environment: Readonly<Record<string, string | undefined>> = process.env): string | null {
  const named = environment.HOURGLASS_PEER_PYTHON;
  if (named) return named;
  const folder = join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'hourglass', 'peer-python');
  const made = process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  return existsSync(made) ? made : null;
}

/**
 * What the format's own library makes of written files, each run a Python program of its own. Null where no library reads the format.
 * A run rejects with the library's own words where it does not load the file.
 */
export async function openPeer(
  python: string,
  { format, files, model }: { readonly format: ExportFormat; readonly files: ExportFiles; readonly model: PortableModel },
): Promise<PeerReader | null> {
  const library = libraries[format.id];
  if (library === undefined) return null;
  const folder = await mkdtemp(join(tmpdir(), 'hourglass-peer-'));
  const target = format.extension === null ? 'model' : `model${format.extension}`;
  for (const [path, bytes] of Object.entries(files)) await place(join(folder, format.extension === null ? join(target, path) : target), bytes);
  let by = library;
  return {
    by: () => by,
    run: async (inputs) => {
      const answer = await ask(python, folder, { library, target, inputs, model });
      by = `${library} ${answer.version}`;
      return answer.outputs;
    },
    dispose: () => void rm(folder, { recursive: true, force: true }),
  };
}

interface Question {
  readonly library: string;
  readonly target: string;
  readonly inputs: NamedArrays;
  readonly model: PortableModel;
}

const answerSchema = z.object({ version: z.string().max(100), shapes: z.array(z.array(z.int().min(0)).max(16)).max(1000) });

async function ask(
  python: string,
  folder: string,
  { library, target, inputs, model }: Question,
): Promise<{ readonly version: string; readonly outputs: NamedArrays }> {
  // 1. Inputs as raw numbers beside what was written.
  const told = model.inputs.map(({ name, dtype }, at) => ({ name, dtype, file: `in${at}.bin`, shape: inputs[name]?.shape ?? [] }));
  for (const { name, file } of told) await place(join(folder, file), bytesOf(inputs[name]?.values ?? new Float32Array()));
  await writeFile(join(folder, 'ask.json'), JSON.stringify({ library, target, inputs: told, outputs: model.outputs.map(({ name }) => name) }));
  // 2. The library's answer, and its outputs in their order.
  const { version, shapes } = answerSchema.parse(JSON.parse(await runPython(python, folder)));
  const outputs: Record<string, NamedArrays[string]> = {};
  for (const [at, { name }] of model.outputs.entries()) {
    const bytes = await readFile(join(folder, `out${at}.bin`));
    const shape = shapes[at] ?? [];
    if (bytes.length !== 4 * sizeOf(shape)) throw new Error(`${library} gave ${bytes.length} bytes for ${name}`);
    outputs[name] = { shape, values: new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)) };
  }
  return { version, outputs };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);

async function place(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}

/** The last line that the program prints; rejects with the last of what it complains where it fails. */
function runPython(python: string, folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ['-c', peerProgram, folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2', KERAS_BACKEND: 'tensorflow', PYTHONDONTWRITEBYTECODE: '1' },
    });
    let stdout = '',
      stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-10_000)));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const last = (text: string): string => text.trim().split('\n').at(-1) ?? '';
      if (code === 0) resolve(last(stdout));
      else reject(new Error(last(stderr) || `Python ended with ${code ?? signal}`));
    });
  });
}
