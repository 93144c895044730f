/** The toolbar button: how many fetches run, and a question mark where one waits for an answer. */

import type { Action, I18n } from 'webextension-polyfill';
import type { Summary } from '../jobs/agenda';

interface Environment {
  action: Pick<Action.Static, 'setBadgeText' | 'setBadgeBackgroundColor' | 'setTitle'>;
  i18n: Pick<I18n.Static, 'getMessage'>;
  onFault: (where: string, error: unknown) => void;
}

/** White on these passes 4.5:1. */
const RUNNING = '#1a5fb4';
const ASKING = '#a14a00';

export function createBadge({ action, i18n, onFault }: Environment): (summary: Pick<Summary, 'active' | 'asking'>) => void {
  // A new background finds whatever an earlier one has left.
  let shown: string | null = null;
  return ({ active, asking }) => {
    const text = asking > 0 ? '?' : active > 0 ? String(active) : '';
    const state = `${text} ${active}`;
    if (state === shown) return;
    shown = state;
    const name = i18n.getMessage('extensionName');
    const title = active > 0 ? `${name}: ${i18n.getMessage(asking > 0 ? 'badgeAsking' : 'badgeActive', [String(active)])}` : name;
    Promise.all([
      action.setBadgeText({ text }),
      action.setBadgeBackgroundColor({ color: asking > 0 ? ASKING : RUNNING }),
      action.setTitle({ title }),
    ]).catch((error: unknown) => onFault('badge', error));
  };
}
