import type { PageCalls } from '../protocol/site';
import { askByViolation } from '../probe/ask-by-violation';
import { isMissing } from '../probe/is-missing';
import { installInWindow } from '../spec/install-window';
import { createSiteBackend } from '../wire/site-backend';
import type { Handlers } from '../wire/wire';
import { createPageLine } from './page-line';

/** What only this realm can find out for its bridge. Its answers are as good as the page: a page can at most fool itself. */
function pageHandlers(window: Window & typeof globalThis): Handlers<PageCalls> {
  const ask = askByViolation(window);
  return { probe: async ({ urls }) => (await ask(urls)).map((allowed) => !allowed) };
}

/** Defines the API in a page that lacks it. Sends nothing before a member is used. */
export function startPage(window: Window & typeof globalThis): void {
  if (!isMissing(window)) return;
  const site = createSiteBackend((name, payload) => call(name, payload));
  const call = createPageLine(window, pageHandlers(window), site.pushes);
  installInWindow(window, site.backend);
}
