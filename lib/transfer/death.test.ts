/** The Worker may die between any two of its steps: whatever it did to the journal and the files until then, a new one must finish the job right. */

import { expect, test } from 'vitest';
import type { Journal } from './journal';
import { runAJob } from './run-a-job';
import { memorySegmentStore, type MemorySegmentStore } from './segments/segment-store.mocks';
import type { SegmentStore } from './segments/segment-store';
import { answer, fileServer, JOB, mapJournal, newRow, request, testEngine, type MapJournal, type Serve } from './engine.mocks';

class Dead extends Error {}

/** Files that went while a row still named them. */
const tooEarly: string[] = [];

/** Lets `steps` calls happen, and none after; the last may have happened without its caller hearing of it. */
const mortal = (journal: MapJournal, store: MemorySegmentStore, steps: number, heard: boolean): { journal: MapJournal; store: MemorySegmentStore; dead: () => boolean } => {
  let left = steps;
  const step = <Result>(run: () => Result): Result => {
    if (left <= 0) throw new Dead();
    left--;
    const result = run();
    if (left === 0 && !heard) throw new Dead();
    return result;
  };
  const dying: Journal = {
    job: (key) => journal.job(key),
    unsettled: (...args) => journal.unsettled(...args),
    totals: (key) => journal.totals(key),
    write: async (row) => {
      const result = await step(() => journal.write(row));
      if (left <= 0) throw new Dead();
      return result;
    },
  };
  const dyingStore: Pick<SegmentStore, 'open'> = {
    open: async (job) => {
      const folder = await store.open(job);
      return {
        ...folder,
        remove: async (name) => {
          if (journal.rows.some(({ segments }) => segments.some((segment) => segment.name === name))) tooEarly.push(name);
          if (left-- > 0) await folder.remove(name);
        },
        create: async (name) => {
          const segment = await step(() => folder.create(name));
          return {
            get size() {
              return segment.size;
            },
            write: (bytes) => step(() => segment.write(bytes)),
            seal: () => segment.seal(),
            abandon: () => step(() => segment.abandon()),
          };
        },
      };
    },
  };
  // The disk takes its time: whoever does not wait for it is first.
  store.flush = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    step(() => {});
  };
  return { journal: { ...journal, ...dying } as MapJournal, store: { ...store, ...dyingStore }, dead: () => left <= 0 };
};

/** Nothing of the first Worker is heard any more; its locks end with it. */
const bury = (store: MemorySegmentStore): void => {
  store.openFiles.clear();
  store.flush = async () => {};
};

const LENGTH = 950;
const SPLIT = 3_000;
const scenarios: [what: string, serve: () => Serve, length: number, given?: Parameters<typeof testEngine>[0]['limits']][] = [
  ['a file', () => fileServer(LENGTH).serve, LENGTH],
  ['a file that comes in parts', () => fileServer(SPLIT).serve, SPLIT],
  ['a file half of which a second Worker fetches', () => fileServer(SPLIT).serve, SPLIT, { readAhead: 400, firstOutrunLook: 200, outrunLook: 200, stretchMost: 800 }],
  ['a file whose connection drops', () => fileServer(LENGTH, [420, 130]).serve, LENGTH],
  ['a file in one of several records', () => fileServer(LENGTH).serve, LENGTH, { shelfSize: LENGTH }],
  ['a file whose beginning lies in one of several records', () => fileServer(LENGTH, [420, 130]).serve, LENGTH, { shelfSize: 500 }],
  [
    'a file that changes on the way',
    () => (asked, count) => (count === 1 ? fileServer(700, [420], '"old"') : fileServer(LENGTH, [], '"new"')).serve(asked, count),
    LENGTH,
  ],
];

const deaths = scenarios.flatMap(([what, serve, length, more]) => (['Worker', 'machine'] as const).map((dies) => ({ what, dies, serve, length, more })));

test.each(deaths)('$what survives the death of the $dies between any two steps', async ({ dies, serve, length, more }) => {
  for (const heard of [true, false]) {
    for (let steps = 0; ; steps++) {
      const journal = mapJournal([newRow(0)]);
      const store = memorySegmentStore();
      const server = serve();
      const limits = { readSize: 100, segmentSize: 250, firstDelay: 80, splitLeast: 1_200, partLeast: 400, paceTime: 1, ...more };
      const second = more !== undefined;
      const mortals = mortal(journal, store, steps, heard);
      const first = testEngine({ ...mortals, serve: server, limits, second });
      const run = runAJob(JOB, first);
      await first.clock.advance(100);
      const died = mortals.dead();
      run.stop();
      if (dies === 'machine') store.cutPower();
      bury(store);

      const session = dies === 'machine' ? 'next' : 'run';
      const next = testEngine({ journal, store, session, serve: (asked, count) => server(asked, first.asked.length + count), limits, second });
      const again = runAJob(JOB, next);
      await next.clock.advance(5000);
      await again.ended;
      const place = `died after ${steps} steps, heard: ${heard}`;
      expect(journal.rows[0]!.result, place).toBe('success');
      expect(next.bytes(0), place).toEqual(fileServer(length).file);
      expect(tooEarly).toEqual([]);
      if (!died) break;
      expect(steps).toBeLessThan(200);
    }
  }
});

test.each([
  { length: 9_600, said: true, most: 200 },
  { length: 9_600, said: false, most: 200 },
  { length: 1_000, said: true, most: 100 },
])('a power cut costs a small part of a body of $length bytes, its length said: $said', async ({ length, said, most }) => {
  const limits = { readSize: 100, segments: 64, leastSegmentSize: 100, segmentSize: 5_000 };
  const served = (serve: Serve): Serve => async (asked, count) => {
    const { response, headers, body } = await serve(asked, count);
    return { response, headers: headers.filter(([name]) => said || name !== 'content-length'), body };
  };
  for (let steps = 5; steps < length / 100; steps += 7) {
    const journal = mapJournal([newRow(0)]);
    const store = memorySegmentStore();
    const first = testEngine({ ...mortal(journal, store, steps, true), serve: served(fileServer(length).serve), limits });
    const run = runAJob(JOB, first);
    await first.clock.advance(100);
    run.stop();
    bury(store);
    const written = [...store.files.get(JOB)!.values()].reduce((sum, bytes) => sum + bytes.byteLength, 0);

    const second = testEngine({ journal, store, session: 'next', serve: served(fileServer(length).serve), limits });
    await runAJob(JOB, second).ended;
    expect(written - (second.asked[0]?.range?.start ?? 0), `died after ${steps} steps`).toBeLessThanOrEqual(most);
    expect(second.bytes(0)).toEqual(fileServer(length).file);
  }
});

test('an upload goes out at most once, wherever the Worker dies', async () => {
  for (let steps = 0; steps < 8; steps++) {
    const journal = mapJournal([newRow(0, request(undefined, { method: 'POST', body: new Blob(['x']) }))]);
    const store = memorySegmentStore();
    let sent = 0;
    const serve: Serve = ({ signal }) => {
      sent++;
      return answer(200, [], [new Uint8Array(300)], signal);
    };
    const first = testEngine({ ...mortal(journal, store, steps, false), serve });
    const run = runAJob(JOB, first);
    await first.clock.advance(100);
    run.stop();
    bury(store);
    await runAJob(JOB, testEngine({ journal, store, serve })).ended;
    expect(sent).toBeLessThanOrEqual(1);
    expect(journal.rows[0]!.result).toMatch(/^(success|fetch-error)$/);
  }
});
