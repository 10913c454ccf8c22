import { useMemo } from 'react';
import { catalogue, isNodeKind } from '../../../shared/nodes/catalogue.ts';
import { templateIds, templates } from '../../../shared/templates/templates.ts';
import { isEnabled, useCommandStore } from '../../stores/commandStore.ts';
import { useDocument } from '../../stores/documentStore.ts';
import { useViewStore } from '../../stores/viewStore.ts';
import { useText } from '../../text/useText.ts';
import { newFromTemplate } from '../project/projectActions.ts';
import { useCommandTitle } from '../useCommandTitle.ts';
import { roomOfCommand } from './paletteSections.ts';
import type { Placed } from './paletteSections.ts';

/** One line of the command palette. */
export interface PaletteItem extends Placed {
  readonly title: string;
  readonly shortcut?: string;
  run(): void;
}

/** Everything that the command palette finds: what can be done now, the templates, the nodes to go to. */
export function usePaletteItems(): readonly PaletteItem[] {
  const { t, pick } = useText();
  const title = useCommandTitle();
  const commands = useCommandStore((state) => state.commands);
  const { nodes } = useDocument();
  return useMemo(() => {
    const actions = Object.values(commands)
      .filter((command) => command.hidden !== true && isEnabled(command))
      .map(
        (command): PaletteItem => ({
          id: command.id,
          title: title(command),
          words: title(command),
          room: roomOfCommand(command),
          shortcut: command.shortcuts?.[0],
          run: () => command.run(),
        }),
      );
    const places = Object.entries(nodes).map(([id, { kind, name }]): PaletteItem => {
      const called = name || (isNodeKind(kind) ? pick(catalogue[kind].title) : kind);
      return {
        id: `node ${id}`,
        title: t('app.paletteGoTo', { name: called }),
        words: `${called} ${id}`,
        room: 'node',
        run: () => useViewStore.getState().set({ centreOn: id, selection: { nodes: [id], edges: [], notes: [] } }),
      };
    });
    const starts = templateIds.map(
      (id): PaletteItem => ({
        id: `template ${id}`,
        title: pick(templates[id].title),
        words: pick(templates[id].title),
        room: 'template',
        run: () => newFromTemplate(id),
      }),
    );
    return [...actions, ...places, ...starts];
  }, [commands, nodes, title, t, pick]);
}
