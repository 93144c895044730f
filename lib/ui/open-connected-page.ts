/** A page with a line to the background, which starts it: for pages that have something of it to show. */

import { UI_PORT } from '../protocol/ports';
import { runtimePortEndpoint } from '../wire/runtime-port';
import { connectToBackground, type BackgroundConnection, type PageView } from './background-connection';
import { createJobList, type JobList } from './job-list';
import type { MessageKey } from './language';
import { openPage, type PageBrowser, type PageParts } from './open-page';

export interface ConnectedParts extends PageParts {
  list: JobList;
  background: BackgroundConnection;
}

interface ConnectedBrowser extends PageBrowser {
  runtime: { connect(info: { name: string }): unknown };
}

export function openConnectedPage(browser: ConnectedBrowser, title: MessageKey, view: Partial<Omit<PageView, 'sight'>> = {}): ConnectedParts {
  const parts = openPage(browser, title);
  const life = new AbortController();
  addEventListener('pagehide', () => life.abort());
  const list = createJobList(parts.language, life.signal);
  const connect = () => runtimePortEndpoint(browser.runtime.connect({ name: UI_PORT }) as Parameters<typeof runtimePortEndpoint>[0]);
  return { ...parts, list, background: connectToBackground(connect, list, life.signal, view) };
}
