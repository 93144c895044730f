import type { Downloads, Storage } from 'webextension-polyfill';
import type { JobsContext } from '../jobs/context';
import type { Job } from '../jobs/model';
import type { JobKey } from '../protocol/background-fetch';
import type { SaveCalls } from '../protocol/saves';
import { createAlwaysSaved } from '../saves/always-saved';
import { createSaveCalls, withoutDownloads } from '../saves/save-calls';
import { createSaves } from '../saves/saves';
import type { Handlers } from '../wire/wire';

interface Environment extends Omit<Parameters<typeof createSaves>[1], 'downloads'> {
  /** Missing in Safari. */
  downloads: Downloads.Static | undefined;
  area: Storage.StorageArea;
}

export interface StartedSaves {
  calls: Handlers<SaveCalls>;
  boot(): Promise<void>;
  /** Must be told again where it rejects. */
  ended(job: Job): Promise<void>;
  forgotten(job: JobKey): Promise<void>;
}

/** Must be called synchronously at background start. */
export function startSaves(context: JobsContext, { downloads, area, ...rest }: Environment): StartedSaves {
  if (!downloads) return { calls: withoutDownloads, boot: async () => {}, ended: async () => {}, forgotten: async () => {} };
  const saves = createSaves(context, { downloads, ...rest });
  const alwaysSaved = createAlwaysSaved(area, saves);
  return {
    calls: createSaveCalls(saves, alwaysSaved),
    boot: () => saves.boot(),
    ended: (job) => alwaysSaved.ended(job),
    forgotten: (job) => saves.forgotten(job),
  };
}
