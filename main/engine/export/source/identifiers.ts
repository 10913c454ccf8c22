/** Hands out names for program text: each once, none of `reserved`. */
export function createIdentifiers(reserved: Iterable<string>): (wish: string) => string {
  const kept = new Set(reserved);
  const taken = new Set(kept);
  return (wish) => {
    const plain = kept.has(wish) ? `${wish}_layer` : wish;
    let name = plain;
    for (let number = 2; taken.has(name); number++) name = `${plain}_${number}`;
    taken.add(name);
    return name;
  };
}

/** `Mean, log-var` → `mean_log_var`; null where a title has no Latin letter to begin with. */
export function snakeCase(title: string): string | null {
  const words = title
    .normalize('NFKD')
    .replaceAll('β', 'beta')
    .replaceAll('µ', 'mu')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '');
  return words === '' ? null : words.slice(0, 40);
}

/** `posterior_log_variance` → `posteriorLogVariance`. */
export function camelCase(snake: string): string {
  return snake.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
