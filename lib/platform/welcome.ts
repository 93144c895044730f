/** The first page a person sees, once: what this is, and the permission it may need. */

import type { Runtime, Tabs } from 'webextension-polyfill';

const WELCOME_PAGE = 'welcome.html';

interface Environment {
  tabs: Pick<Tabs.Static, 'create'>;
  runtime: Pick<Runtime.Static, 'getURL'>;
  onFault: (where: string, error: unknown) => void;
}

/** Listens to `runtime.onInstalled`. An update of the extension or of the browser opens nothing. */
export const createWelcome =
  ({ tabs, runtime, onFault }: Environment) =>
  ({ reason }: Pick<Runtime.OnInstalledDetailsType, 'reason'>): void => {
    if (reason === 'install') tabs.create({ url: runtime.getURL(WELCOME_PAGE) }).catch((error: unknown) => onFault('welcome', error));
  };
