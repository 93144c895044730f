/**
 * The one settings object, in storage.local. What is the person's taste and not this device's nature goes along to their other browsers by
 * storage.sync; answers about sites never do: what was allowed on one device is not allowed on all.
 */

import type { Storage } from 'webextension-polyfill';
import type { Settings } from '../protocol/settings';
import { migrated, toStored } from './migrations';
import { asChanges, asSettings } from './normalise';

export interface SettingsStore {
  get(): Promise<Settings>;
  /** @param changes as they arrived; throws `malformed` */
  set(changes: unknown): Promise<Settings>;
  /** Back to the defaults. */
  clear(): Promise<void>;
  /** Told of every change, whoever made it. Registers at once. */
  onChange(listener: (now: Settings, before: Settings) => void): void;
}

interface Areas {
  local: Storage.StorageArea;
  /** Null where the browser has none. */
  sync: Storage.StorageArea | null;
  onFault: (where: string, error: unknown) => void;
}

const KEY = 'settings';
const SYNCED = ['notifyDone', 'notifyFailed'] as const satisfies (keyof Settings)[];

const synced = (settings: Settings): Partial<Settings> => Object.fromEntries(SYNCED.map((name) => [name, settings[name]]));
const isSame = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);
const read = (stored: unknown): Settings => asSettings(migrated(stored));

/** Must be called synchronously at background start. */
export function createSettings({ local, sync, onFault }: Areas): SettingsStore {
  /** One change after the other: each starts from what the last has written. */
  let writing: Promise<unknown> = Promise.resolve();

  const get = async (): Promise<Settings> => read((await local.get(KEY))[KEY]);

  const write = async (changes: Partial<Settings>): Promise<Settings> => {
    const before = await get();
    const settings = { ...before, ...changes };
    if (!isSame(before, settings)) await local.set({ [KEY]: toStored({ ...settings }) });
    return settings;
  };

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = writing.then(work);
    writing = turn.catch(() => {});
    return turn;
  };

  sync?.onChanged.addListener((changes) => {
    const values = asSettings((changes[KEY]?.newValue ?? {}) as Record<string, unknown>);
    if (changes[KEY]?.newValue !== undefined) inTurn(() => write(synced(values))).catch((error: unknown) => onFault('settings', error));
  });

  return {
    get,
    async set(payload) {
      const changes = asChanges(payload);
      const settings = await inTurn(() => write(changes));
      // Signed out, or over its quota: this browser keeps its own.
      if (SYNCED.some((name) => name in changes)) sync?.set({ [KEY]: synced(settings) }).catch((error: unknown) => onFault('settings', error));
      return settings;
    },
    clear: () => inTurn(() => Promise.all([local.remove(KEY), sync?.remove(KEY)])).then(() => {}),
    onChange(listener) {
      local.onChanged.addListener((changes) => {
        const change = changes[KEY];
        if (change) listener(read(change.newValue), read(change.oldValue));
      });
    },
  };
}
