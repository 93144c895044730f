/** What the user may ask, from the extension's own pages. */

import type { JobKey } from '../protocol/background-fetch';
import type { Find, UICalls } from '../protocol/ui';
import { WireException, type Handlers } from '../wire/wire';
import type { JobsContext } from './context';
import { gone } from './errors';
import { glanceAtJobs, listJobs } from './list-jobs';
import type { Supervisor } from './supervisor';
import { asBoolean, asCount, asJobKey, asObject, asString, malformed } from './validate/shapes';

/** Calls that concern jobs. */
export type UIJobCalls = Pick<UICalls, 'list' | 'glance' | 'cancel' | 'pause' | 'resume' | 'retry' | 'pauseAll' | 'resumeAll' | 'remove' | 'restore' | 'click'>;

const keyOf = (payload: unknown): JobKey => asJobKey(asObject(payload, 'payload')['job']);

const must = (done: boolean, what: string): null => {
  if (!done) throw new WireException('invalid-state', `cannot ${what} a background fetch in this state`);
  return null;
};

const MAX_FINISHED = 10_000;
const MAX_WORDS = 1_000;
/** The longest tags that are registered have about 35 characters. */
const MAX_LOCALE = 100;

const asLocale = (value: unknown): string => {
  const locale = asString(value, 'locale', MAX_LOCALE);
  try {
    return new Intl.Locale(locale).toString();
  } catch {
    throw malformed('locale');
  }
};

const asFind = (value: unknown): Find | null => {
  if (value === null) return null;
  const { words, locale, failed } = asObject(value, 'find');
  return { words: asString(words, 'words', MAX_WORDS), locale: asLocale(locale), failed: asBoolean(failed, 'failed') };
};

export const createUICalls = (context: JobsContext, supervisor: Supervisor): Handlers<UIJobCalls> => ({
  list: () => listJobs(context),
  glance: async (payload) => {
    const asked = asObject(payload, 'glance');
    const finished = asCount(asked['finished'], 'finished');
    if (finished < 1 || finished > MAX_FINISHED) throw malformed('finished');
    return glanceAtJobs(context, finished, asFind(asked['find']));
  },
  /** A fetch that ended meanwhile is what the user wanted. */
  cancel: async (payload) => {
    await supervisor.abort(keyOf(payload));
    return null;
  },
  pause: async (payload) => must(await supervisor.pause(keyOf(payload), 'user'), 'pause'),
  resume: async (payload) => must(await supervisor.resume(keyOf(payload)), 'resume'),
  retry: async (payload) => {
    await supervisor.retry(keyOf(payload));
    return null;
  },
  pauseAll: async () => {
    await supervisor.pauseAll();
    return null;
  },
  resumeAll: async () => {
    await supervisor.resumeAll();
    return null;
  },
  restore: async (payload) => {
    if (!(await supervisor.restore(keyOf(payload)))) throw gone();
    return null;
  },
  remove: async (payload) => must(await supervisor.remove(keyOf(payload)), 'remove'),
  /** Answers at once: the site's handler may take minutes. */
  click: (payload) => {
    supervisor.click(keyOf(payload)).catch((error: unknown) => context.onFault('click', error));
    return null;
  },
});
