import { useViewStore } from '../../stores/viewStore.ts';

/** Closes the open dialog. */
export function closeDialog(): void {
  useViewStore.getState().set({ dialog: null });
}

/** Opens a dialog by name. */
export function openDialog(dialog: string): void {
  useViewStore.getState().set({ dialog });
}
