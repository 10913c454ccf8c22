import type { EndReason, RunEvent } from '../../../shared/run/runEvent.ts';
import type { Text } from '../../../shared/messages/language.ts';
import type { RunHandle } from '../../engine/engine.ts';
import { epochLine } from './epochLine.ts';
import { exitCodes } from './exitCodes.ts';
import type { ExitCode } from './exitCodes.ts';
import { showBytes, showCount, showDuration, showPlural } from './figures.ts';
import { createProgressBar } from './progressBar.ts';
import type { ProgressBar } from './progressBar.ts';
import { stopOnSignal } from './stopOnSignal.ts';
import type { Terminal } from './terminal.ts';

type Start = Extract<RunEvent, { event: 'start' }>;
export type End = Extract<RunEvent, { event: 'end' }>;

/** Drives a run to its end, telling what happens as it happens; a signal stops it with a checkpoint. */
export async function followRun(handle: RunHandle, terminal: Terminal): Promise<End> {
  let start: Start | null = null;
  let bar: ProgressBar | null = null;
  const release = stopOnSignal(handle, terminal, () => bar?.clear());
  try {
    for await (const event of handle.events) {
      tellProgram(event, terminal);
      if (event.event === 'batch') {
        bar?.show(event);
        continue;
      }
      bar?.clear();
      if (event.event === 'start') {
        start = event;
        bar = createProgressBar(terminal, event);
        tellStart(event, terminal);
      } else if (event.event === 'epoch') {
        terminal.line(epochLine(event, start?.epochs ?? event.epoch, terminal.words));
      } else if (event.event === 'issue') {
        terminal.issues([event.issue]);
      } else if (event.event === 'end') {
        tellEnd(event, terminal);
        return event;
      }
    }
  } finally {
    bar?.clear();
    release();
  }
  throw new Error('the run ended without saying so');
}

/** How a command that trained ends. A run that ran away is its settings' fault. */
export const exitCodeOf = ({ reason }: End): ExitCode => (reason === 'diverged' ? exitCodes.input : exitCodes.done);

/** Programs get every event but ticks; an epoch's figures lie flat, those of validation under `val…` too. */
function tellProgram(event: RunEvent, { object }: Terminal): void {
  if (event.event === 'batch' || event.event === 'issue') return;
  if (event.event !== 'epoch') return object({ ...event });
  const { validation } = event;
  object({
    ...event,
    valLoss: validation?.loss ?? null,
    valReconstruction: validation?.reconstruction ?? null,
    valKl: validation?.kl ?? null,
    accuracy: event.classes?.accuracy ?? null,
    valAccuracy: validation?.classes?.accuracy ?? null,
  });
}

function tellStart({ name, device, examples, cost, epochs, folder, resumedAt }: Start, { line, words }: Terminal): void {
  const each = cost.secondsPerEpoch === null ? null : showDuration(Math.max(1, cost.secondsPerEpoch));
  const seconds = each === null ? '' : words({ en: `, about ${each} an epoch`, zh: `，每轮约 ${each}` });
  line({
    en: `${name}: ${showPlural(cost.parameters, 'parameter')}, ${showCount(examples.train)} training and ${showCount(examples.validation)} validation examples, ${showPlural(epochs, 'epoch')}`,
    zh: `${name}：${showCount(cost.parameters)} 个参数，${showCount(examples.train)} 个训练样本，${showCount(examples.validation)} 个验证样本，${epochs} 轮`,
  });
  line({
    en: `on ${device.description} with ${showPlural(device.threads, 'thread')}; needs about ${showBytes(cost.memoryBytes)}${seconds}`,
    zh: `设备：${device.description}，${device.threads} 个线程；约需 ${showBytes(cost.memoryBytes)}${seconds}`,
  });
  if (folder !== null) line({ en: `run folder: ${folder}`, zh: `运行文件夹：${folder}` });
  if (resumedAt !== null) line({ en: `going on from step ${showCount(resumedAt)}`, zh: `从第 ${showCount(resumedAt)} 步继续` });
}

const ends: Readonly<Record<EndReason, Text>> = {
  done: { en: 'Done', zh: '已完成' },
  early: { en: 'Stopped early: validation no longer improved', zh: '提前停止：验证损失不再下降' },
  stopped: { en: 'Stopped', zh: '已停止' },
  diverged: { en: 'Diverged: the last good state was kept', zh: '训练发散：已保留最后的良好状态' },
};

function tellEnd({ reason, seconds, folder }: End, { line, words }: Terminal): void {
  line(`${words(ends[reason])} (${showDuration(seconds)}).${folder === null ? '' : words({ en: ` Run: ${folder}`, zh: `运行：${folder}` })}`);
  if (reason === 'stopped' && folder !== null)
    line({ en: `Go on with: npm run -s hourglass -- resume ${folder}`, zh: `继续训练：npm run -s hourglass -- resume ${folder}` });
}
