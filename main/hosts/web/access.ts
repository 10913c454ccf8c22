import { createHash, timingSafeEqual } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { newToken } from './hostToken.ts';

/** What of a request decides whether it is let in. */
export interface Asked {
  readonly method: string;
  /** Whether it asks to become a WebSocket. */
  readonly upgrade: boolean;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly cookie: string | undefined;
  readonly token: string | undefined;
}

/** `page`: it bears the token, and gets the cookie; `allowed`: it bears the cookie; the others are why it is turned away. */
export type Verdict = 'page' | 'allowed' | 'foreign host' | 'foreign origin' | 'no token';

export interface Access {
  /** 256 random bits; whoever has it may use the host. */
  readonly token: string;
  /** Name of the cookie that stands for it from then on; its own for each port, as cookies know none. */
  readonly cookieName: string;
  judge(asked: Asked): Verdict;
  /** A token that opens the page once, within a minute: for a browser's command line, which others on this machine can read. */
  issueTicket(): string;
}

const ticketLifeMs = 60_000;

/**
 * Who may use a host that listens on `address` and `port`. The Host header must be one of its own names, which a page of another site that had its name
 * point here (DNS rebinding) does not bear; what changes something or opens a WebSocket must come from the page itself.
 * @param token what `keptToken` keeps from start to start, or one for this start alone
 * @param names host names by which it may be asked besides the address
 */
export function createAccess(address: string, port: number, token: string, names: readonly string[] = []): Access {
  const isLoopback = address === '127.0.0.1' || address === '::1' || address === 'localhost';
  const hosts = new Set([address, ...(isLoopback ? ['127.0.0.1', 'localhost', '::1'] : []), ...names].map((name) => hostHeader(name, port)));
  const tickets = new Map<string, number>();
  const takeTicket = (given: string): boolean => {
    const untilMs = tickets.get(given);
    tickets.delete(given);
    return untilMs !== undefined && performance.now() < untilMs;
  };
  return {
    token,
    issueTicket() {
      const ticket = newToken();
      tickets.set(ticket, performance.now() + ticketLifeMs);
      return ticket;
    },
    cookieName: `hourglass-${port}`,
    judge({ method, upgrade, host, origin, cookie, token: given }) {
      if (host === undefined || !hosts.has(host.toLowerCase())) return 'foreign host';
      const isPlainRead = (method === 'GET' || method === 'HEAD') && !upgrade;
      if (origin === undefined ? !isPlainRead : origin.toLowerCase() !== `http://${host.toLowerCase()}`) return 'foreign origin';
      if (isPlainRead && given !== undefined && (isSame(given, token) || takeTicket(given))) return 'page';
      return cookie !== undefined && isSame(cookie, token) ? 'allowed' : 'no token';
    },
  };
}

/** A name and a port as the Host header has them. */
export function hostHeader(name: string, port: number): string {
  const bare = isIPv6(name) ? `[${name}]` : name;
  return port === 80 ? bare : `${bare}:${port}`;
}

/** Takes the same time wherever two texts differ. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
