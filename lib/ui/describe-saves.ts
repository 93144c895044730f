/** How it stands with the files of a job that go to the person's disk. */

import type { SaveView } from '../protocol/saves';
import type { Action, Ask } from './ask';
import type { Note, Progress } from './describe-job';
import { cleanTitle } from './foreign-text';
import type { Language, MessageKey } from './language';

export interface Saving extends Note {
  /** Null: nothing moves. */
  progress: Progress | null;
  actions: Action[];
}

const FAILURES: Record<NonNullable<SaveView['error']>, MessageKey> = {
  'disk-full': 'saveDiskFull',
  'no-permission': 'saveNoPermission',
  network: 'saveNetwork',
  server: 'saveServer',
  gone: 'saveGone',
  other: 'saveOther',
};

/**
 * @param saves in the order they began; of one file only the last counts
 * @param title what is saved, as it is shown
 */
export function describeSaves(saves: readonly SaveView[], title: string, language: Language): Saving | null {
  const { text } = language;
  const latest = [...new Map(saves.map((save) => [save.index, save])).values()];
  const those = (state: SaveView['state']): SaveView[] => latest.filter((save) => save.state === state);
  const action = (place: Action['place'], icon: Action['icon'], label: MessageKey, asks: Ask[]): Action[] =>
    asks.length === 0 ? [] : [{ place, asks, icon, label: text(label), name: text('named', text(label), title) }];
  const [running, paused, failed, done] = [those('running'), those('paused'), those('failed'), those('done')];

  if (running.length + paused.length > 0) {
    const open = [...running, ...paused];
    const stoppable = running.filter(({ resumable }) => resumable);
    return {
      tone: 'plain',
      text: running.length > 0 ? savingText(latest, language) : text('savingPaused'),
      progress: running.length > 0 || totalOf(latest) !== null ? progressOf(latest) : null,
      actions: [
        ...(running.length > 0
          ? action('flow', 'pause', 'actionPauseSave', stoppable.map(({ save }) => ({ call: 'pauseSave', payload: { save } })))
          : action('flow', 'resume', 'actionResumeSave', paused.map(({ save }) => ({ call: 'resumeSave', payload: { save } })))),
        ...action('end', 'cancel', 'actionCancelSave', open.map(({ save }) => ({ call: 'cancelSave', payload: { save } }))),
      ],
    };
  }
  const [worst] = failed;
  if (worst) return { tone: 'error', text: text(FAILURES[worst.error ?? 'other']), progress: null, actions: [] };
  const last = done.at(-1);
  if (!last) return null;
  return {
    tone: 'plain',
    text: done.length === 1 ? text('savedAs', cleanTitle(last.filename)) : language.plural('savedFiles', done.length),
    progress: null,
    actions: action('save', 'folder', 'actionShow', [{ call: 'showSave', payload: { save: last.save } }]),
  };
}

const sum = (saves: readonly SaveView[], bytes: (save: SaveView) => number): number => saves.reduce((total, save) => total + bytes(save), 0);

/** Of all files that count; null while one of them is not known. */
const totalOf = (saves: readonly SaveView[]): number | null => {
  const counted = saves.filter(({ state }) => state !== 'failed' && state !== 'cancelled');
  return counted.every(({ total }) => total !== null) ? sum(counted, ({ total }) => total!) : null;
};

const receivedOf = (saves: readonly SaveView[]): number =>
  sum(
    saves.filter(({ state }) => state !== 'failed' && state !== 'cancelled'),
    ({ received }) => received,
  );

const progressOf = (saves: readonly SaveView[]): Progress => {
  const max = totalOf(saves);
  return max === null || max === 0 ? 'unknown' : { value: Math.min(receivedOf(saves), max), max };
};

const savingText = (saves: readonly SaveView[], { text, formats }: Language): string => {
  const total = totalOf(saves);
  const received = formats.runningBytes(receivedOf(saves));
  return total === null ? text('savingSoFar', received) : text('savingOf', received, formats.bytes(total));
};
