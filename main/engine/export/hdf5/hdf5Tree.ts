import type { StoredArray } from '../storedArray.ts';

/** Text beside a group: one string, or a list of them. HDF5 attributes of variable-length UTF-8 strings. */
export type Hdf5Text = string | readonly string[];

/** A group of an HDF5 file: float32 arrays, further groups and text attributes by name. Names hold no `/`. */
export interface Hdf5Group {
  readonly attributes: ReadonlyMap<string, Hdf5Text>;
  readonly groups: ReadonlyMap<string, Hdf5Group>;
  readonly arrays: ReadonlyMap<string, StoredArray>;
}

/** A group while it is filled. */
export class GrowingGroup implements Hdf5Group {
  readonly attributes = new Map<string, Hdf5Text>();
  readonly groups = new Map<string, GrowingGroup>();
  readonly arrays = new Map<string, StoredArray>();

  /** The group at a path of names below this one, made where it is missing. */
  at(...[name, ...rest]: readonly string[]): GrowingGroup {
    if (name === undefined) return this;
    const next = this.groups.get(name) ?? new GrowingGroup();
    this.groups.set(name, next);
    return next.at(...rest);
  }
}
