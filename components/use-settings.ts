import { useCallback, useState } from 'preact/hooks';
import type { Settings } from '../lib/protocol/settings';
import type { BackgroundConnection } from '../lib/ui/background-connection';
import type { JobList } from '../lib/ui/job-list';

interface Changes {
  /** The last change could not be kept. */
  failed: boolean;
  change(some: Partial<Settings>): void;
}

/** Changes settings at once. What the background made of a change is what is shown. */
export function useSettings(list: JobList, background: BackgroundConnection): Changes {
  const [failed, setFailed] = useState(false);
  const change = useCallback(
    async (some: Partial<Settings>) => {
      try {
        list.settingsChanged(await background.call('setSettings', some));
        setFailed(false);
      } catch {
        setFailed(true);
        // Another object with what was there before: a field that shows the change is drawn again without it.
        const { settings } = list.state();
        if (settings) list.settingsChanged({ ...settings });
      }
    },
    [list, background],
  );
  return { failed, change: (some) => void change(some) };
}
