/** The toolbar button: how many fetches run, or how far the only one is; a question mark where one waits for an answer, "!" where one has failed unseen. */

import type { Action, I18n } from 'webextension-polyfill';
import type { Summary } from '../jobs/agenda';

interface Environment {
  action: Pick<Action.Static, 'setBadgeText' | 'setBadgeBackgroundColor' | 'setTitle'>;
  i18n: Pick<I18n.Static, 'getMessage'>;
  /** Of the only active job, from 0 to 1; null: not known. */
  progress: () => Promise<number | null>;
  onFault: (where: string, error: unknown) => void;
}

export interface Badge {
  summary(summary: Pick<Summary, 'active' | 'asking'>): void;
  /** Bytes have moved: the progress may be another. */
  moved(): void;
  /** So many have failed since somebody looked. */
  failed(count: number): void;
}

/** White on these passes 4.5:1. */
const RUNNING = '#1a5fb4';
const ASKING = '#a14a00';
const FAILED = '#c01c28';

/** Milliseconds between two looks at the progress. */
const PACE = 1_000;

export function createBadge({ action, i18n, progress, onFault }: Environment): Badge {
  // A new background finds whatever an earlier one has left.
  let shown: string | null = null;
  let state = { active: 0, asking: 0, failed: 0, percent: null as number | null };
  let timer: ReturnType<typeof setTimeout> | undefined;

  const look = (): { text: string; color: string; title: string } => {
    const { active, asking, failed, percent } = state;
    const count = [String(active)];
    if (asking > 0) return { text: '?', color: ASKING, title: i18n.getMessage('badgeAsking', count) };
    if (failed > 0) return { text: '!', color: FAILED, title: i18n.getMessage('badgeFailed', [String(failed)]) };
    const text = active === 1 && percent !== null ? `${percent}%` : active > 0 ? String(active) : '';
    return { text, color: RUNNING, title: active > 0 ? i18n.getMessage('badgeActive', count) : '' };
  };

  const draw = (change: Partial<typeof state>): void => {
    state = { ...state, ...change };
    const { text, color, title } = look();
    if (`${text} ${title}` === shown) return;
    shown = `${text} ${title}`;
    const name = i18n.getMessage('extensionName');
    Promise.all([
      action.setBadgeText({ text }),
      action.setBadgeBackgroundColor({ color }),
      action.setTitle({ title: title === '' ? name : `${name}: ${title}` }),
    ]).catch((error: unknown) => onFault('badge', error));
  };

  const measure = async (): Promise<void> => {
    const done = await progress();
    draw({ percent: done === null ? null : Math.floor(done * 100) });
  };

  const moved = (): void => {
    if (state.active !== 1 || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      measure().catch((error: unknown) => onFault('badge', error));
    }, PACE);
  };

  return {
    summary({ active, asking }) {
      draw({ active, asking, ...(active !== 1 && { percent: null }) });
    },
    moved,
    failed: (failed) => draw({ failed }),
  };
}
