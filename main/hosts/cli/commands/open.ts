import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CliCommand } from '../cliCommand.ts';
import { serveOptions, serveUntilSignal } from './serve.ts';

const inTerminal = {
  name: 'terminal',
  help: {
    en: 'no window: train the default model here and draw what it has learned (its own options: --terminal --help)',
    zh: '不打开窗口：在终端中训练默认模型并画出结果（其选项见 --terminal --help）',
  },
} as const;

/** What `npm start` does: opens the app. The command line itself serves it to a browser; where there is an Electron, `npm start` starts that instead. */
export const openCommand: CliCommand = {
  name: 'start',
  summary: { en: 'Open the app: draw, train and watch', zh: '打开应用：绘制、训练与观察' },
  options: [...serveOptions, inTerminal],
  examples: ['start', 'start --no-open', 'start --terminal --epochs 3'],
  run(line, cli) {
    // Its installer leaves this file behind; its package is not asked, as that would fetch it.
    if (!existsSync(join(cli.root, 'node_modules/electron/path.txt'))) {
      cli.terminal.aside({ en: 'Electron is not installed here, so the app opens in a browser.', zh: '此处未安装 Electron，应用将在浏览器中打开。' });
    }
    return serveUntilSignal(line, cli);
  },
};
