/** A line of a chart. */
export interface ChartLine {
  readonly key: string;
  readonly title: string;
  /** What it belongs to where there are several, e.g. its run; null for one alone. */
  readonly group?: string | null;
  /** Place in the theme's line colours. */
  readonly colour: number;
  /** Place in the dash patterns; 0: solid. */
  readonly dash: number;
  readonly width: number;
  /** Of its points at epochs; 0: none are drawn. */
  readonly pointSize: number;
}

/** A line's name by itself, out of its group. */
export const fullTitle = ({ group, title }: Pick<ChartLine, 'group' | 'title'>): string => (group ? `${group}: ${title}` : title);
