/** At most three of `names` that someone who typed `word` may have meant, nearest first; without any near one, the first three. */
export function nearNames(word: string, names: readonly string[]): readonly string[] {
  const typed = word.toLowerCase();
  const judged = names.map((name) => ({ name, far: name.includes(typed) && typed.length > 1 ? 1 : editDistance(typed, name) }));
  const near = judged.filter(({ name, far }) => far <= Math.max(2, Math.floor(name.length / 3))).toSorted((a, b) => a.far - b.far);
  return (near.length > 0 ? near : judged).slice(0, 3).map(({ name }) => name);
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replaced, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
