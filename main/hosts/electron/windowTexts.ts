import type { Language, Text } from '../../../shared/messages/language.ts';
import type { RunStatus } from '../../../shared/run/runState.ts';

/** The few words that the window says outside its page. */
export const windowTexts = {
  file: { en: 'File', zh: '文件' },
  newWindow: { en: 'New Window', zh: '新建窗口' },
  edit: { en: 'Edit', zh: '编辑' },
  view: { en: 'View', zh: '视图' },
  stopping: { en: 'Stopping the run, with a checkpoint', zh: '正在停止训练并保存检查点' },
  failed: { en: 'The engine could not be started', zh: '无法启动引擎' },
} as const satisfies Record<string, Text>;

const ends: Readonly<Record<RunStatus, Text>> = {
  done: { en: 'has finished', zh: '训练完成' },
  early: { en: 'stopped early: it had stopped improving', zh: '已提前停止：不再改善' },
  stopped: { en: 'is stopped', zh: '已停止' },
  diverged: { en: 'broke down: its last good weights are kept', zh: '训练发散：已保留最后一组正常的权重' },
  lost: { en: 'was lost with the engine; it can be resumed', zh: '随引擎中断；可以继续训练' },
  waiting: { en: '', zh: '' },
  training: { en: '', zh: '' },
  paused: { en: '', zh: '' },
};

/** What the notice of a run's end says. */
export function endText(name: string, status: RunStatus, language: Language): string {
  return language === 'zh' ? `“${name}”${ends[status].zh}` : `“${name}” ${ends[status].en}`;
}
