/** What every page of the extension begins with: its language and what the browser allows. */

import { createLanguage, type Language, type MessageKey } from './language';
import { createSiteAccess, type Permissions, type SiteAccess } from './site-access';

export interface PageBrowser {
  i18n: { getMessage: unknown; getUILanguage(): string };
  permissions: Permissions;
}

export interface PageParts {
  language: Language;
  access: SiteAccess;
  /** The browser has the API itself. */
  native: boolean;
}

export function openPage(browser: PageBrowser, title: MessageKey): PageParts {
  const language = createLanguage(browser.i18n.getMessage as Parameters<typeof createLanguage>[0], browser.i18n.getUILanguage());
  document.documentElement.lang = language.locale;
  document.documentElement.dir = language.direction;
  document.title = language.text(title);
  return { language, access: createSiteAccess(browser.permissions), native: 'BackgroundFetchManager' in globalThis };
}
