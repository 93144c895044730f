/**
 * One system notification for each fetch that ended by itself, where nobody is looking. Its words are ours; of the site's there is the title of the
 * fetch, as plain text, and always the origin. There is none for progress: systems raise it anew with each step, and the toolbar button shows it.
 */

import type { I18n, Notifications } from 'webextension-polyfill';
import type { Job } from '../jobs/model';
import type { JobKey } from '../protocol/background-fetch';
import type { Settings } from '../protocol/settings';
import { cleanTitle, ownerName } from '../ui/foreign-text';
import { hasFailed } from './has-failed';

interface Environment {
  notifications: Pick<Notifications.Static, 'create' | 'clear' | 'onClicked'>;
  i18n: Pick<I18n.Static, 'getMessage'>;
  iconURL: string;
  settings: () => Promise<Pick<Settings, 'notifyDone' | 'notifyFailed'>>;
  /** A person sees the list. */
  isSeen: () => boolean;
  /** The person activated the job. */
  click: (job: JobKey) => Promise<unknown>;
  onFault: (where: string, error: unknown) => void;
}

export interface JobNotifications {
  /** May be told again: a job has one notification. */
  ended(job: Job): Promise<void>;
  forgotten(job: JobKey): Promise<void>;
}

const PREFIX = 'job:';

/** Some systems take markup in a notification's text. */
const withoutMarkup = (text: string): string => text.replaceAll('<', '‹').replaceAll('>', '›').replaceAll('&', '＆');

/** Must be called synchronously at background start. */
export function createNotifications({ notifications, i18n, iconURL, settings, isSeen, click, onFault }: Environment): JobNotifications {
  const clear = async (job: JobKey): Promise<void> => void (await notifications.clear(PREFIX + job));

  notifications.onClicked.addListener((id) => {
    if (!id.startsWith(PREFIX)) return;
    const job = id.slice(PREFIX.length);
    for (const work of [clear(job), click(job)]) work.catch((error: unknown) => onFault('notification', error));
  });

  return {
    async ended(job) {
      const { phase, key, origin } = job;
      if (phase.state !== 'settled' || phase.failureReason === 'aborted') return;
      const { notifyDone, notifyFailed } = await settings();
      if (isSeen() || !(hasFailed(job) ? notifyFailed : notifyDone)) return;
      const title = withoutMarkup(cleanTitle(job.title)) || i18n.getMessage('untitled');
      await notifications.create(PREFIX + key, {
        type: 'basic',
        iconUrl: iconURL,
        title: i18n.getMessage(hasFailed(job) ? 'notifyFailed' : 'notifyDone'),
        message: `${title}\n${withoutMarkup(ownerName(origin, i18n.getMessage('extensionName')))}`,
      });
    },
    forgotten: clear,
  };
}
