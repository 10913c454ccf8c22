const none: readonly string[] = [];

/** Names of the runs laid over the watched one, as the view state keeps them. */
export function overlaidRuns(state: object): readonly string[] {
  const overlay: unknown = 'overlay' in state ? state.overlay : none;
  return isNames(overlay) ? overlay : none;
}

const isNames = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((each) => typeof each === 'string');
