import { readFile } from 'node:fs/promises';
import { pagePolicy, policyHeader } from '../page/contentSecurityPolicy.ts';
import { pageFile } from '../page/pageFile.ts';
import { isOwnPage } from './ownPage.ts';

/** Answers a request of the window's own scheme with a file of the page, or 404; the policy stands on every answer. @param folder of the built page */
export async function answerPage(method: string, url: string, folder: string): Promise<Response> {
  const headers = {
    'Content-Security-Policy': policyHeader(pagePolicy()),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
  const file = isOwnPage(url) && method === 'GET' ? pageFile(new URL(url).pathname, folder) : null;
  const bytes = file ? await readFile(file.path).catch(() => null) : null;
  return bytes && file ? new Response(bytes, { headers: { ...headers, 'Content-Type': file.type } }) : new Response('', { status: 404, headers });
}
