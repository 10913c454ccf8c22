import { useText } from '../../text/useText.ts';
import type { ModelFacts } from './useRunFacts.ts';

/** Why a model has nothing to show where a latent code is needed; null where it has one, or where that is not known yet. */
export function useLatentAbsence(facts: ModelFacts | null): { readonly title: string; readonly hint: string } | null {
  const { t } = useText();
  return facts && (facts.latentShape === null || facts.outputShape === null) ? { title: t('view.noLatent'), hint: t('view.noLatentHint') } : null;
}
