/** What a person may send along with a report of a fault: no titles, no addresses of files, no names of sites but those the log has. */

import type { LogLine, StorageView } from '../protocol/manager';
import type { Settings } from '../protocol/settings';
import type { Row, Section } from './describe-job';

interface Sources {
  version: string;
  userAgent: string;
  /** Language of the interface. */
  locale: string;
  /** Access to all sites; null: not known. */
  access: boolean | null;
  /** The browser has the API itself. */
  native: boolean;
  rows: readonly Row[];
  settings: Settings | null;
  storage: StorageView | null;
  log: readonly LogLine[];
}

/** English, whatever the interface speaks: it is for whoever mends the fault. */
export function diagnosticsText({ version, userAgent, locale, access, native, rows, settings, storage, log }: Sources): string {
  const count = (section: Section): number => rows.filter((row) => row.section === section).length;
  const lines = [
    `Background Fetch Anywhere ${version}`,
    userAgent,
    `Interface: ${locale}. Access to all sites: ${access ?? 'unknown'}. API of the browser's own: ${native}.`,
    `Fetches: ${count('running')} running, ${count('waiting')} waiting, ${count('finished')} finished, ${rows.filter(({ failed }) => failed).length} of them failed.`,
    storage ? `Storage: ${storage.usage} of ${storage.quota} bytes, ${storage.sites.length} sites.` : 'Storage: not known.',
    `Settings: ${settings ? JSON.stringify(settings) : 'not known'}`,
    log.length === 0 ? 'Log: empty.' : 'Log:',
    ...log.map(({ at, where, text }) => `${new Date(at).toISOString()} ${where}: ${text}`),
  ];
  return lines.join('\n');
}
