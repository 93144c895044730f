import { useEffect, useState } from 'preact/hooks';
import type { Settings } from '../lib/protocol/settings';
import type { BackgroundConnection } from '../lib/ui/background-connection';
import type { SettingsStore } from '../lib/ui/settings-store';
import { useStore } from './use-store';

interface Chosen {
  /** Null until they are known. */
  settings: Settings | null;
  /** They could not be read or kept. */
  failed: boolean;
  change(some: Partial<Settings>): void;
}

/** The person's settings, asked for after every connect, and changed at once. What the background made of a change is what is shown. */
export function useSettings(store: SettingsStore, background: BackgroundConnection, online: boolean): Chosen {
  const settings = useStore(store);
  const [failed, setFailed] = useState(false);
  const put = async (reply: Promise<Settings>): Promise<void> => {
    try {
      store.put(await reply);
      setFailed(false);
    } catch {
      setFailed(true);
      store.repeat();
    }
  };
  useEffect(() => {
    if (online) void put(background.call('settings', null));
  }, [background, online]);
  return { settings, failed, change: (some) => void put(background.call('setSettings', some)) };
}
