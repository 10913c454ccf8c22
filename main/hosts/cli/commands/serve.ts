import { join } from 'node:path';
import { hasErrors, IssueError } from '../../../../shared/check/issue.ts';
import type { Outcome } from '../../../../shared/check/issue.ts';
import { dataFolder } from '../../../engine/files/dataFolder.ts';
import { startEngineProcess } from '../../process/engineProcess.ts';
import { keptToken } from '../../web/hostToken.ts';
import { chooseOpener, openPage, ownDesk } from '../../web/openPage.ts';
import { startWebHost } from '../../web/webHost.ts';
import type { WebHost } from '../../web/webHost.ts';
import type { Cli, CliCommand, CommandLine } from '../cliCommand.ts';
import { engineWishes } from '../engineSession.ts';
import { exitCodes } from '../exitCodes.ts';
import type { ExitCode } from '../exitCodes.ts';
import { intOption } from '../optionSpecs.ts';
import { deviceOption, threadsOption } from '../sharedOptions.ts';
import { untilSignal } from '../untilSignal.ts';

/** The same at every start, so that a browser finds its layout again: browsers keep it by address and port. */
const usualPort = 4747;

const port = intOption(
  {
    name: 'port',
    help: { en: `port to listen on; default: ${usualPort}, or any that is free; 0: any`, zh: `监听端口；默认 ${usualPort}，被占用时任选空闲端口；0 表示任选` },
  },
  { min: 0, max: 65_535 },
);
const renewToken = {
  name: 'new-token',
  help: {
    en: 'take a new token: addresses printed before, and pages open elsewhere, are locked out',
    zh: '更换令牌：之前打印的网址和已打开的页面将无法再访问',
  },
} as const;
const noOpen = { name: 'no-open', help: { en: 'print the address and open nothing', zh: '只打印网址，不打开窗口' } } as const;

/** What serving takes on the command line. */
export const serveOptions = [port, noOpen, renewToken, deviceOption, threadsOption] as const;

export const serveCommand: CliCommand = {
  name: 'serve',
  summary: { en: 'Serve the app to a browser on this machine', zh: '在本机浏览器中提供应用' },
  options: serveOptions,
  examples: ['serve', 'serve --port 8080 --no-open'],
  run: serveUntilSignal,
};

/** Serves the page from one engine until a signal comes; a run in progress is then stopped with a checkpoint. */
export async function serveUntilSignal(line: CommandLine, { terminal, root }: Cli): Promise<ExitCode> {
  const wanted = line.value(port),
    { device, threads } = engineWishes(line),
    opens = !line.flag(noOpen);
  const valueOf = <T>({ value, issues }: Outcome<T>): T => {
    if (value === undefined) throw new IssueError(issues);
    terminal.issues(issues);
    return value;
  };

  // 1. The engine, in a process of its own.
  const engine = valueOf(await startEngineProcess({ root, allowDownload: true, ...(device ? { device } : {}), ...(threads === undefined ? {} : { threads }) }));
  let host: WebHost | null = null;
  try {
    // 2. The page, under the token it had at the last start, so that tabs left open find back. Where nobody asked for a port, a taken one is no obstacle.
    const library = dataFolder();
    const token = await keptToken(library, line.flag(renewToken));
    const listen = (at: number): Promise<Outcome<WebHost>> => startWebHost({ engine, page: join(root, 'dist/renderer'), library, token, port: at });
    let started = await listen(wanted ?? usualPort);
    if (wanted === undefined && hasErrors(started.issues) && started.issues.some(({ code }) => code === 'port-taken')) started = await listen(0);
    host = valueOf(started);
    terminal.object({ event: 'serving', url: host.url, port: host.port });
    terminal.line({ en: `Hourglass: ${host.url}`, zh: `Hourglass：${host.url}` });
    terminal.line({ en: 'Ctrl-C ends it; a run in progress is stopped with a checkpoint.', zh: '按 Ctrl-C 结束；正在进行的训练会保存检查点后停止。' });

    // 3. A window, where there is a screen.
    const opener = opens ? chooseOpener(host.ticketUrl(), ownDesk()) : null;
    if (opens && !opener) terminal.aside({ en: 'No screen here: open the address in a browser.', zh: '此处没有显示器：请在浏览器中打开上述网址。' });
    if (opener && !(await openPage(opener)))
      terminal.aside({
        en: `${opener.command} could not be started: open the address in a browser.`,
        zh: `无法启动 ${opener.command}：请在浏览器中打开上述网址。`,
      });

    await untilSignal(() =>
      terminal.aside({ en: '\nStopping, with a checkpoint. Once more to quit at once.', zh: '\n正在停止并保存检查点。再次按下则立即退出。' }),
    );
  } finally {
    // 4. The run gets its checkpoint while pages can still see it.
    await engine.dispose(stopGraceMs);
    await host?.close();
  }
  return exitCodes.done;
}

/** Time a run has to finish its batch and write its checkpoint. */
const stopGraceMs = 30_000;
