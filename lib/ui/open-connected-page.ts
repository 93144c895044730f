/** A page with a line to the background, which starts it: for pages that have something of it to show. */

import { UI_PORT } from '../protocol/ports';
import { runtimePortEndpoint } from '../wire/runtime-port';
import { connectToBackground, type BackgroundConnection, type PageView } from './background-connection';
import { createJobList, type JobList } from './job-list';
import type { Language, MessageKey } from './language';
import { openPage, type PageBrowser, type PageParts } from './open-page';

/** A list of jobs and the line that keeps it true. */
export interface ConnectedList {
  list: JobList;
  background: BackgroundConnection;
}

export interface ConnectedParts extends PageParts, ConnectedList {}

interface ConnectedBrowser extends PageBrowser {
  runtime: { connect(info: { name: string }): unknown };
}

export function openConnectedPage(browser: ConnectedBrowser, title: MessageKey, view: Partial<Omit<PageView, 'sight'>> = {}): ConnectedParts {
  const parts = openPage(browser, title);
  return { ...parts, ...connectList(browser, parts.language, view) };
}

/** Until the page goes away. */
export function connectList({ runtime }: Pick<ConnectedBrowser, 'runtime'>, language: Language, view: Partial<Omit<PageView, 'sight'>> = {}): ConnectedList {
  const life = new AbortController();
  addEventListener('pagehide', () => life.abort());
  const list = createJobList(language, life.signal);
  const connect = () => runtimePortEndpoint(runtime.connect({ name: UI_PORT }) as Parameters<typeof runtimePortEndpoint>[0]);
  return { list, background: connectToBackground(connect, list, life.signal, view) };
}
