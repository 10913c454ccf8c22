/** Time after which the first part is loaded: the page is in use by then, ms. */
const afterMs = 1500;

/** Loads parts of the page one by one while nothing else is to be done, so that showing them for the first time costs nothing. Gives back how to end it. */
export function loadWhenIdle(loads: readonly (() => Promise<unknown>)[]): () => void {
  let ended = false;
  let timer = setTimeout(() => next(0), afterMs);
  const next = (place: number): void => {
    const load = loads[place];
    if (ended || !load) return;
    // What cannot be loaded now is tried again when it is shown.
    const goOn = (): void => void load().then(after, after);
    const after = (): void => {
      timer = setTimeout(() => next(place + 1), 100);
    };
    if ('requestIdleCallback' in window) window.requestIdleCallback(goOn, { timeout: 5000 });
    else goOn();
  };
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
