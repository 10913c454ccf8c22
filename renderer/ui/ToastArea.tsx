import { Toast } from '@base-ui/react/toast';
import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import { useText } from '../text/useText.ts';
import { notices } from './tell.ts';
import type { NoticeData, NoticeTone } from './tell.ts';
import { useCanvasFloor } from './useCanvasFloor.ts';

/** Where notices appear. */
export function ToastArea() {
  const floor = useCanvasFloor();
  return (
    <Toast.Provider toastManager={notices} limit={5}>
      <Toast.Portal>
        <Toast.Viewport style={floor} className="fixed z-50 flex w-96 flex-col-reverse gap-2">
          <NoticeList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

const icons: Readonly<Record<NoticeTone, React.ReactElement>> = {
  error: <CircleAlert size={16} className="mt-0.5 shrink-0 text-error" />,
  warning: <TriangleAlert size={16} className="mt-0.5 shrink-0 text-warning" />,
  note: <Info size={16} className="mt-0.5 shrink-0 text-accent" />,
  good: <CircleCheck size={16} className="mt-0.5 shrink-0 text-good" />,
};

function NoticeList() {
  const { t } = useText();
  const { toasts } = Toast.useToastManager<NoticeData>();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      data-testid="ui-toast"
      className="rounded-lg border border-line bg-panel text-ink shadow-(--shadow) transition-opacity data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-start gap-2.5 py-2.5 pr-2 pl-3">
        {icons[toast.data?.tone ?? 'note']}
        <div className="min-w-0 flex-1">
          <Toast.Title className="font-semibold wrap-anywhere" />
          <Toast.Description className="mt-0.5 text-ink-muted wrap-anywhere" />
          {toast.actionProps ? <Toast.Action className="mt-1.5 min-h-7 rounded-md border border-line px-2.5 font-medium hover:bg-raised" /> : null}
        </div>
        <Toast.Close
          aria-label={t('app.close')}
          className="inline-flex size-6 shrink-0 items-center justify-center rounded-md text-ink-muted hover:bg-raised hover:text-ink"
        >
          <X size={16} />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
