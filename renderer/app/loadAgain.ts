/** A host that is started anew is back within some seconds. */
const mostTries = 20,
  pauseMs = 1000;

/** Loads a part of the page; where its host does not answer, tries again for a while before giving up with the last error. */
export async function loadAgain<T>(load: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await load();
    } catch (error) {
      if (tries === mostTries) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, pauseMs);
      });
    }
  }
}
