/** A file is closed first, then on the disk, then named by a row; the disk may take its time, or fail. */

import { expect, test } from 'vitest';
import { answer, fileServer, JOB, newRow, request, runToItsEnd, testEngine } from './engine.mocks';
import { runAJob } from './run-a-job';
import { expectToWaitForOne, slowDisk } from './disk.mocks';
import { OutOfSpace } from './segments/segment-store';

const limits = { readSize: 100, segmentSize: 250 };

test('while one file is brought to the disk the next is written, and no third; no row names what is not there', async () => {
  const { file, serve } = fileServer(1_000);
  const engine = testEngine({ serve, limits });
  const waiting = slowDisk(engine.store);
  const run = runAJob(JOB, engine);
  await engine.clock.advance(1_000);
  const written = (): number[] => [...engine.store.files.get(JOB)!.values()].map(({ byteLength }) => byteLength);
  const named = (): number[] => engine.journal.rows[0]!.segments.map(({ size }) => size);
  expect([written(), named(), waiting.length]).toEqual([[300, 300], [], 1]);
  waiting[0]!();
  await engine.clock.advance(0);
  expect([written(), named(), waiting.length]).toEqual([[300, 300, 300], [300], 2]);
  engine.store.flush = async () => {};
  waiting[1]!();
  await engine.clock.advance(0);
  await run.ended;
  expect(engine.journal.rows[0]!.result).toBe('success');
  expect(engine.bytes(0)).toEqual(file);
});

test.each([
  ['a full disk', new OutOfSpace()],
  ['a broken one', new Error('EIO')],
])('what %s does not take is fetched again, and nothing before it', async (_what, error) => {
  const { file, serve } = fileServer(1_000);
  const engine = testEngine({ serve, limits });
  const onDisk = new Set<string>();
  let fails = true;
  engine.store.flush = async (name) => {
    if (fails && name.includes('-300-')) {
      fails = false;
      throw error;
    }
    onDisk.add(name);
  };
  const write = engine.journal.write.bind(engine.journal);
  engine.journal.write = (row) => {
    expect(row.segments.every(({ name }) => onDisk.has(name))).toBe(true);
    return write(row);
  };
  await runToItsEnd(engine, 60_000);
  expect(engine.journal.rows[0]!.result).toBe('success');
  expect(engine.bytes(0)).toEqual(file);
  expect(engine.asked.map(({ range }) => range?.start)).toEqual([undefined, 300]);
  expect(engine.faults).toEqual(error instanceof OutOfSpace ? [] : [error]);
});

test('a record whose last file finds no room on the disk is tried again', async () => {
  const engine = testEngine({ serve: fileServer(100).serve, limits });
  engine.store.flush = async () => {
    engine.store.flush = async () => {};
    throw new OutOfSpace();
  };
  await runToItsEnd(engine, 60_000);
  expect(engine.journal.rows[0]!.result).toBe('success');
  expect(engine.bytes(0)).toEqual(fileServer(100).file);
  expect(engine.asked).toHaveLength(2);
});

test('a record is over when the disk has it, and a run that is stopped when no file of it waits for the disk', async () => {
  const { serve } = fileServer(100);
  const engine = testEngine({ rows: [newRow(0), newRow(1)], serve: (asked, count) => (count === 1 ? serve(asked, 1) : answer(200, [], ['hang'], asked.signal)), limits });
  const waiting = slowDisk(engine.store);
  const run = runAJob(JOB, engine);
  await engine.clock.advance(0);
  expect(engine.journal.rows[0]!.result).toBe('');
  run.stop();
  await expectToWaitForOne(run, waiting, engine);
});

test('a run of a job that is gone is over when no file of it waits for the disk', async () => {
  const engine = testEngine({ rows: [newRow(0), newRow(1)], serve: ({ signal }, count) => answer(200, [], [new Uint8Array(300), ...(count === 1 ? (['hang'] as const) : [])], signal), limits: { ...limits, readSize: 300 } });
  const waiting = slowDisk(engine.store, (name) => name.startsWith('0-'));
  const write = engine.journal.write.bind(engine.journal);
  engine.journal.write = (row) => {
    engine.journal.current = null;
    return write(row);
  };
  const run = runAJob(JOB, engine);
  await expectToWaitForOne(run, waiting, engine);
});

test('bytes are given up only when nobody brings them to the disk any more', async () => {
  const engine = testEngine({ rows: [newRow(0, request(undefined, { method: 'POST' }))], serve: ({ signal }) => answer(200, [], Array.from({ length: 6 }, () => new Uint8Array(100)), signal), limits });
  engine.store.room = 500;
  const waiting = slowDisk(engine.store);
  const run = runAJob(JOB, engine);
  await engine.clock.advance(0);
  expect([engine.store.files.get(JOB)!.size, waiting.length]).toEqual([2, 1]);
  waiting[0]!();
  await run.ended;
  expect(engine.journal.rows[0]!.result).toBe('quota-exceeded');
  expect(engine.store.files.get(JOB)!.size).toBe(0);
});
