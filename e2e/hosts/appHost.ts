import type { Browser, Page } from '@playwright/test';

/** The hosts that show the page; one launcher each in this folder. */
export const hostNames = ['web', 'electron'] as const;
export type HostName = (typeof hostNames)[number];

/** How a journey wants the page to look from the start. */
export interface Look {
  readonly width: number;
  readonly height: number;
  readonly theme: 'light' | 'dark';
  /** The browser's language, from which the page takes its own. */
  readonly locale: 'en-US' | 'zh-CN';
}

export const usualLook: Look = { width: 1280, height: 800, theme: 'light', locale: 'en-US' };

/** A host with nothing in its library, and the page it shows. */
export interface AppHost {
  readonly name: HostName;
  readonly page: Page;
  /** Address of the page; of a web host with its token. */
  readonly url: string;
  /** The user's data folder, fresh and this host's alone. */
  readonly library: string;
  /** Process ids of the engine: of the processes that the host itself started to train. */
  enginePids(): readonly number[];
  /** Ends the host's process and starts it again at the same address, over the same library; only where a browser shows the page. */
  restart?(): Promise<void>;
  /** Ends the host and deletes its library. */
  close(): Promise<void>;
}

/** Starts a host. @param browser for hosts that a browser shows */
export type LaunchHost = (browser: Browser, look: Look) => Promise<AppHost>;
