/** What every page of the extension begins with: its language, its line to the background and what the browser allows. */

import { runtimePortEndpoint } from '../wire/runtime-port';
import { connectToBackground, type BackgroundConnection } from './background-connection';
import { takeLine } from './first-line';
import { createJobList, type JobList } from './job-list';
import { createLanguage, type Language, type MessageKey } from './language';
import { createSiteAccess, type Permissions, type SiteAccess } from './site-access';

interface PageBrowser {
  i18n: { getMessage: unknown; getUILanguage(): string };
  runtime: { connect(info: { name: string }): unknown };
  permissions: Permissions;
}

export interface PageParts {
  language: Language;
  list: JobList;
  background: BackgroundConnection;
  access: SiteAccess;
  /** The browser has the API itself. */
  native: boolean;
}

export function openPage(browser: PageBrowser, title: MessageKey, wanted: Parameters<typeof connectToBackground>[3] = {}): PageParts {
  const language = createLanguage(browser.i18n.getMessage as Parameters<typeof createLanguage>[0], browser.i18n.getUILanguage());
  document.documentElement.lang = language.locale;
  document.documentElement.dir = language.direction;
  document.title = language.text(title);

  const life = new AbortController();
  addEventListener('pagehide', () => life.abort());
  const list = createJobList(language, life.signal);
  const connect = () => runtimePortEndpoint(takeLine(browser.runtime) as Parameters<typeof runtimePortEndpoint>[0]);
  return {
    language,
    list,
    background: connectToBackground(connect, list, life.signal, wanted),
    access: createSiteAccess(browser.permissions),
    native: 'BackgroundFetchManager' in globalThis,
  };
}
