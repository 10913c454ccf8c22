import { spawn } from 'node:child_process';

/** How a program ended. `output` is the last 16 kB of stdout and stderr together, `stdout` the last 16 kB of stdout alone. */
export interface ProgramEnd {
  ok: boolean;
  /** Exit code; null where a signal or a limit ended it, or it could not be started. */
  code: number | null;
  stdout: string;
  output: string;
  /** The limit that ended it, in seconds of running or of silence. */
  limit?: { kind: 'running' | 'silence'; seconds: number };
}

export interface ProgramLimits {
  /** Whole running time, in milliseconds. */
  runningMs: number;
  /** Time without a sign of life, in milliseconds; see `signOfLife`. */
  silenceMs?: number;
  /** A number that changes while the program gets on, besides its output (bytes in a folder, say); asked every 500 ms. */
  signOfLife?: () => number;
}

export interface ProgramOptions extends ProgramLimits {
  cwd?: string;
  env?: Record<string, string>;
}

const kept = 16_384;

/** Runs a program without a shell and never throws: an unknown program, a failure and a limit are all ends. */
export function runProgram(program: string, args: readonly string[], options: ProgramOptions): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const end: ProgramEnd = { ok: false, code: null, stdout: '', output: '' };
    const child = spawn(program, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const startedMs = Date.now();
    let aliveMs = startedMs;
    let lastSign = 0;

    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      end.stdout = (end.stdout + text).slice(-kept);
      hear(text);
    });
    child.stderr.setEncoding('utf8').on('data', hear);
    function hear(text: string): void {
      end.output = (end.output + text).slice(-kept);
      aliveMs = Date.now();
    }

    const watch = setInterval(() => {
      const now = Date.now();
      const sign = options.signOfLife?.() ?? 0;
      if (sign !== lastSign) aliveMs = now;
      lastSign = sign;
      if (now - startedMs > options.runningMs) stop('running', options.runningMs);
      else if (options.silenceMs !== undefined && now - aliveMs > options.silenceMs) stop('silence', options.silenceMs);
    }, 500);
    function stop(kind: 'running' | 'silence', ms: number): void {
      end.limit = { kind, seconds: Math.round(ms / 1000) };
      child.kill('SIGKILL');
    }

    let ended = false;
    function finish(): void {
      if (ended) return;
      ended = true;
      clearInterval(watch);
      resolve(end);
    }
    child.once('error', (error) => {
      end.output += error.message;
      finish();
    });
    child.once('close', (code) => {
      end.code = code;
      end.ok = code === 0 && end.limit === undefined;
      finish();
    });
  });
}

/** One line for why a program failed: the first that speaks of an error, else the last that says something. */
export function reasonIn(output: string): string {
  const lines = output
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const telling = lines.find((line) => /\w*Error\b.*:|\berror:|\bfatal\b|^E: /i.test(line)) ?? lines.at(-1) ?? 'no output';
  return telling.slice(0, 300);
}
