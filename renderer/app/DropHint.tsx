import { FileInput } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useText } from '../text/useText.ts';

/** Says, while a file is dragged over the window, what letting it go does. */
export function DropHint() {
  const { t } = useText();
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    // Every element that the pointer crosses tells of leaving: only a pause without `dragover` means that the file is gone.
    let timer = 0;
    const over = ({ dataTransfer }: DragEvent): void => {
      if (!dataTransfer?.types.includes('Files')) return;
      setIsOver(true);
      clearTimeout(timer);
      timer = window.setTimeout(() => setIsOver(false), 200);
    };
    const end = (): void => setIsOver(false);
    window.addEventListener('dragover', over);
    window.addEventListener('drop', end);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('dragover', over);
      window.removeEventListener('drop', end);
    };
  }, []);
  if (!isOver) return null;
  return (
    <div
      aria-hidden
      data-testid="app-drop-hint"
      className="pointer-events-none fixed inset-2 z-50 flex items-center justify-center rounded-xl border-2 border-dashed border-accent bg-panel/80"
    >
      <p className="flex items-center gap-2 rounded-lg border border-line bg-panel px-4 py-3 font-semibold shadow-(--shadow)">
        <FileInput size={16} />
        {t('app.dropFile')}
      </p>
    </div>
  );
}
