/** Which jobs a person wants to see. */

import { hasWords } from '../wire/has-words';
import type { Row } from './describe-job';
import type { MessageKey } from './language';

export type Filter = 'all' | 'running' | 'waiting' | 'finished' | 'failed';

/** In the order they are offered. */
export const FILTERS: readonly { filter: Filter; label: MessageKey }[] = [
  { filter: 'all', label: 'filterAll' },
  { filter: 'running', label: 'sectionRunning' },
  { filter: 'waiting', label: 'sectionWaiting' },
  { filter: 'finished', label: 'sectionFinished' },
  { filter: 'failed', label: 'filterFailed' },
];

/** @param words all of them must stand in the title or the origin, in any case */
export function filterRows(rows: readonly Row[], filter: Filter, words: string, locale: string): Row[] {
  const matches = hasWords(words, locale);
  return rows.filter((row) => {
    if (filter === 'failed' ? !row.failed : filter !== 'all' && row.section !== filter) return false;
    return matches(`${row.title} ${row.site}`);
  });
}
