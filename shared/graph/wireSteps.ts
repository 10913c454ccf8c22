import { hasErrors, issue } from '../check/issue.ts';
import { canConnect, portAt } from './canConnect.ts';
import { unless } from './editStep.ts';
import type { EditSteps } from './editStep.ts';
import { roomFor } from './nodeSteps.ts';

/** Commands about wires. */
export const wireSteps: EditSteps<'connect' | 'disconnect'> = {
  connect: (document, { id, from, to }) => {
    const against = canConnect(document, from, to);
    if (hasErrors(against)) return against.filter(({ severity }) => severity === 'error');
    // A port that takes one wire gives up those it has; the first of them may lend its place and its id.
    const single = !portAt(document, to, 'inputs')?.many;
    const givesWay = document.edges.flatMap((edge, place) => (single && edge.to.node === to.node && edge.to.port === to.port ? [place] : []));
    const taken = document.edges.some((edge, place) => edge.id === id && !givesWay.includes(place));
    const issues = [...(taken ? [issue('edit-id-taken', { edge: id }, { id })] : []), ...(givesWay.length > 0 ? [] : roomFor(document, 'edges', 1))];
    return unless(issues, (draft) => {
      const wire = { id, from, to };
      const [first] = givesWay;
      if (first === undefined) draft.edges.push(wire);
      else if (givesWay.length === 1) draft.edges[first] = wire;
      else draft.edges = document.edges.flatMap((edge, place) => (place === first ? [wire] : givesWay.includes(place) ? [] : [edge]));
    });
  },

  disconnect: (document, { ids }) => {
    const gone = new Set(ids);
    const known = new Set(document.edges.map(({ id }) => id));
    const issues = [...gone].filter((id) => !known.has(id)).map((edge) => issue('edit-wire-missing', { edge }));
    return unless(issues, (draft) => {
      if (gone.size > 0) draft.edges = document.edges.filter(({ id }) => !gone.has(id));
    });
  },
};
