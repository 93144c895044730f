/** One alarm, which outlives the background. */

import type { Alarms } from 'webextension-polyfill';

const NAME = 'tick';
/** In minutes, until it is set anew: the background that it starts may die of its start. */
const AGAIN = 1;

interface Environment {
  alarms: Pick<Alarms.Static, 'create' | 'clear' | 'onAlarm'>;
  onFault: (where: string, error: unknown) => void;
}

/**
 * Must be called synchronously at background start.
 * @returns sets the alarm to that time (milliseconds since the epoch), from which on it rings each minute, or ends it
 */
export function createAlarm({ alarms, onFault }: Environment, ring: () => void): (at: number | null) => void {
  let set: number | null | undefined;
  alarms.onAlarm.addListener(({ name }) => {
    if (name !== NAME) return;
    set = undefined;
    ring();
  });
  return (at) => {
    if (at === set) return;
    set = at;
    const done: Promise<unknown> = at === null ? alarms.clear(NAME) : Promise.resolve(alarms.create(NAME, { when: at, periodInMinutes: AGAIN }));
    done.catch((error: unknown) => onFault('alarm', error));
  };
}
