import { setTimeout as delay } from 'node:timers/promises';
import { jobs, press } from './person.ts';
import { visit, type World } from './world.ts';

/** Milliseconds for which a person watches nothing happen. */
const PATIENCE = 3_000;

/** Waits for it as a person would: who sees nothing move looks into the popup, presses "Retry now", and comes to the site that has not taken what is there. */
export const patiently = async <T>(world: World, awaited: Promise<T>, signal: AbortSignal): Promise<T> => {
  const done = new AbortController();
  const outcome = awaited.finally(() => done.abort());
  outcome.catch(() => {});
  while (!done.signal.aborted) {
    signal.throwIfAborted();
    const passed = await delay(PATIENCE, true, { signal: AbortSignal.any([done.signal, signal]) }).catch(() => false);
    if (passed && Date.now() - world.line.movedAt >= PATIENCE) await look(world).catch((error: unknown) => world.say(`  the popup does not answer: ${String(error).split('\n')[0]}`));
  }
  return outcome;
};

const look = async (world: World): Promise<void> => {
  const [job] = await jobs(world.driver);
  if (!job) return world.say('  no job on the list');
  if (job.waiting) {
    world.say(`  waits for ${job.waiting.for}: retry`);
    await press(world.driver, 'retry', job.job);
  } else if (job.undelivered) {
    world.say('  not delivered: visit');
    await visit(world);
  }
};
