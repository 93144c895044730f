/**
 * Whatever a background does to the world (a transaction, an order to the Worker, a file removed, an event handed over, the alarm) is a step.
 * Each life here is lived once for each of its steps by a background that dies after it, and ended by another that knows only what is on the disk.
 */

import { expect, test, vi } from 'vitest';
import { args, ORIGIN, request, SCOPE } from './fixtures';
import { never, stepOf } from './mortal.mocks';
import { nextTask, TEXTS, world, type Background, type World } from './mortal-world.mocks';

vi.mock(import('./db'), async (importOriginal) => {
  const db = await importOriginal();
  // What the Worker writes is a step of its own.
  const asStep = (atomically: typeof db.atomically): typeof db.atomically => (on, ...rest) => (stepOf.get(on) ?? ((act) => act()))(() => atomically(on, ...rest));
  return { ...db, atomically: asStep(db.atomically), atomicallyIfRoom: asStep(db.atomicallyIfRoom) };
});

interface Life {
  what: string;
  live: (background: Background, world: World) => Promise<unknown>;
  /** What a person does with the next background. */
  after?: (background: Background, world: World) => Promise<unknown>;
  /** Default: one for each fetch that was accepted. */
  events?: 'each' | 'none' | 'at most one';
}

/** Waits for something that a background has still to bring about, as long as it lives. */
const until = async ({ isDead }: Background, holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) {
    if (isDead()) return never;
    await nextTask();
  }
};
const delivered = (background: Background, world: World, job: string): Promise<void> => until(background, async () => (await world.deliveryOf(job))?.state === 'over');

const lives: Life[] = [
  {
    what: 'from fetch() until nothing is left',
    live: async (background, world) => {
      await delivered(background, world, await background.fetch());
      await world.passTime(background);
    },
  },
  {
    what: 'with an abort by the site',
    live: async (background, world) => {
      const { fetch, calls } = background;
      const job = await fetch();
      await calls.abort({ job });
      await delivered(background, world, job);
    },
  },
  {
    what: 'that must ask, and is allowed',
    live: async (background, world) => {
      const { fetch, supervisor } = background;
      world.answer.permission = 'prompt';
      const job = await fetch();
      world.answer.permission = 'granted';
      await supervisor.consentChanged(ORIGIN);
      await delivered(background, world, job);
    },
    after: async (_background, { answer }) => (answer.permission = 'granted'),
  },
  {
    what: 'on a metered connection, and on the next one',
    live: async (background, world) => {
      const { fetch, supervisor } = background;
      world.connection.metered = true;
      const job = await fetch();
      await until(background, async () => (await world.pauseOf(job)) === 'metered');
      world.connection.metered = false;
      await supervisor.connectionChanged();
      await delivered(background, world, job);
    },
    after: async (_background, { connection }) => (connection.metered = false),
  },
  {
    what: 'that a person pauses and resumes',
    live: async (background, world) => {
      const { fetch, supervisor } = background;
      world.connection.metered = true;
      const job = await fetch();
      await supervisor.pauseAll();
      await supervisor.resumeAll();
      await until(background, () => supervisor.resume(job));
      await delivered(background, world, job);
    },
    after: ({ supervisor }, { connection }) => {
      connection.metered = false;
      return supervisor.resumeAll();
    },
  },
  {
    what: 'whose site cannot be reached before a page of it opens',
    live: async (background, world) => {
      const { fetch, supervisor } = background;
      world.site.unreachable = true;
      const job = await fetch();
      await until(background, async () => {
        const delivery = await world.deliveryOf(job);
        return delivery?.state === 'due' && delivery.notBefore > world.clock.time;
      });
      world.site.unreachable = false;
      await supervisor.siteVisited(ORIGIN);
      await delivered(background, world, job);
    },
    after: async (_background, { site }) => (site.unreachable = false),
  },
  {
    what: 'whose site is no more',
    live: async (background, world) => {
      world.site.gone = true;
      await background.fetch();
      await world.passTime(background);
    },
    events: 'none',
  },
  {
    what: 'whose registration goes while it runs',
    live: async (background, world) => {
      const { fetch, supervisor } = background;
      await fetch();
      await supervisor.unregistered(ORIGIN, SCOPE, world.clock.time);
    },
    after: ({ supervisor }, { clock }) => supervisor.unregistered(ORIGIN, SCOPE, clock.time),
    events: 'at most one',
  },
  {
    what: 'that a person takes off the list, restores and takes off again',
    live: async (background, world) => {
      const job = await background.fetch();
      await delivered(background, world, job);
      await background.supervisor.remove(job);
      await background.supervisor.restore(job);
      await background.supervisor.remove(job);
      await world.passTime(background);
    },
  },
  {
    what: 'that finds the disk full, beside one that can spare its data',
    live: async (background, world) => {
      await delivered(background, world, await background.fetch('spare'));
      world.answer.permission = 'prompt';
      const job = await background.fetch();
      world.full.add(job);
      world.answer.permission = 'granted';
      await background.supervisor.consentChanged(ORIGIN);
      await delivered(background, world, job);
    },
    after: async (_background, { answer }) => (answer.permission = 'granted'),
  },
];

test.each(lives)('a fetch $what survives the death of the background between any two steps', { timeout: 60_000 }, async ({ live, after, events = 'each' }) => {
  for (let steps = 0; ; steps++) {
    const home = world();
    const first = home.background(steps);
    const died = await Promise.race([live(first, home).then(() => false), first.died.then(() => true)]);
    const accepted = new Set([...(await home.jobs()), ...home.events.map(({ job }) => job)]);

    const next = home.background();
    const place = `died after ${steps} steps`;
    expect(died ? await home.left() : [], `${place}: left to nobody`).toEqual([]);
    expect(await next.calls.getIds({ scope: SCOPE }), place).toEqual(await home.ids());
    await next.supervisor.boot();
    await after?.(next, home);
    await home.passTime(next);

    expect(home.faults, place).toEqual([]);
    const had = home.events.map(({ job }) => job);
    const due: string[] = { each: [...accepted], none: [], 'at most one': had.slice(0, 1) }[events];
    expect(had.toSorted(), place).toEqual(due.toSorted());
    expect(home.events.filter(({ type, texts }) => type === 'backgroundfetchsuccess' && texts.join() !== TEXTS.join()), place).toEqual([]);
    // Where an event is none, a fetch may be forgotten before its end.
    expect(events === 'each' ? [...accepted].filter((job) => !home.tidings.includes(job)) : [], `${place}: ends that nobody heard of`).toEqual([]);
    if (!died) break;
    expect(steps).toBeLessThan(200);
  }
});

test('a fetch() that is made again after a death between any two steps is begun once, and its registration is the one that it got', { timeout: 60_000 }, async () => {
  for (let steps = 0; ; steps++) {
    const home = world();
    const first = home.background(steps);
    const call = args({ requests: TEXTS.map(() => request()), downloadTotal: 11 });
    const died = await Promise.race([Promise.resolve(first.calls.fetch(call)).then(() => false), first.died.then(() => true)]);

    const next = home.background();
    const place = `died after ${steps} steps`;
    await next.supervisor.boot();
    expect(await next.calls.fetch(call), place).toMatchObject({ job: call.job, id: call.id });
    await home.passTime(next);

    expect(home.faults, place).toEqual([]);
    expect(home.events, place).toEqual([{ job: call.job, type: 'backgroundfetchsuccess', texts: TEXTS }]);
    if (!died) break;
    expect(steps).toBeLessThan(200);
  }
});
