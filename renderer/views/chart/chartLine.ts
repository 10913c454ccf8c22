/** A line of a chart. */
export interface ChartLine {
  readonly key: string;
  readonly title: string;
  /** Place in the theme's line colours. */
  readonly colour: number;
  /** Place in the dash patterns; 0: solid. */
  readonly dash: number;
  readonly width: number;
  /** Of its points at epochs; 0: none are drawn. */
  readonly pointSize: number;
}
