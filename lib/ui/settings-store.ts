import type { Settings } from '../protocol/settings';

/** The settings as the background last told them. */
export interface SettingsStore {
  /** Null until they are known. */
  state(): Settings | null;
  subscribe(listener: () => void): () => void;
  put(settings: Settings): void;
  /** Tells what is known once more, as another object: a field that shows a change which was not kept is drawn again. */
  repeat(): void;
}

export function createSettingsStore(): SettingsStore {
  const listeners = new Set<() => void>();
  let state: Settings | null = null;
  const put = (settings: Settings): void => {
    state = settings;
    for (const listener of listeners) listener();
  };
  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    put,
    repeat: () => {
      if (state) put({ ...state });
    },
  };
}
