import { LoaderCircle } from 'lucide-react';
import { useText } from '../../text/useText.ts';
import type { ReadPlace, Unreadable } from '../run/readStamp.ts';

/** How new what is shown is: after which epoch, and whether something newer is on its way. */
export function Freshness({ place, isBusy }: { readonly place: ReadPlace | Unreadable; readonly isBusy: boolean }) {
  const { t } = useText();
  if (typeof place === 'string') return null;
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap">
      {isBusy ? <LoaderCircle size={16} role="img" aria-label={t('view.reading')} className="animate-spin motion-reduce:animate-none" /> : null}
      {place.epoch === 0 ? t('view.untrained') : t('view.afterEpoch', { epoch: place.epoch })}
    </span>
  );
}
