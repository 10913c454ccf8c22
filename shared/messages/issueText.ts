/** What one issue code says: `message` names the place and the cause, `hint` the way out. `{name}` is filled from the issue's values. */
export interface IssueText {
  readonly severity: 'error' | 'warning' | 'note';
  readonly en: { readonly message: string; readonly hint: string };
  readonly zh: { readonly message: string; readonly hint: string };
}
