// @ts-check

/**
 * The folder in which the user typed the command. npm runs a script in the repository's folder and keeps the user's own in INIT_CWD.
 * @param {string} script the npm script that this process is
 * @returns {string}
 */
export function userFolder(script) {
  const typedIn = process.env['INIT_CWD'];
  return process.env['npm_lifecycle_event'] === script && typedIn !== undefined ? typedIn : process.cwd();
}
