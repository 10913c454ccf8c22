import { useDocument } from '../stores/documentStore.ts';

/** The rate and β that the open document asks for; β is null without a KL term. */
export function useConfiguredFigures(): { readonly learningRate: number; readonly beta: number | null } {
  const { nodes, training } = useDocument();
  const loss = Object.values(nodes).find(({ kind, params }) => kind === 'loss' && params.kl === true);
  const beta = loss?.params.beta;
  return { learningRate: training.optimiser.learningRate, beta: typeof beta === 'number' ? beta : null };
}
