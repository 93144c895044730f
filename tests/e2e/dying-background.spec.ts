import { abortFetch, noteOf, startFetch } from '../fixtures/background-fetch';
import type { Driver } from '../fixtures/drivers/driver';
import { expect, test } from '../fixtures/test';

const ROUNDS = 15;

/** Ends the background at the same time; a browser may be just starting the next one. */
const whileItDies = async <R>(driver: Driver, work: () => Promise<R>): Promise<R> => {
  const [result] = await Promise.all([work(), driver.killBackground()]);
  return result;
};

test('a fetch begun while the background is being killed is begun, once', async ({ driver, open, server }) => {
  test.setTimeout(300_000);
  const files = Array.from({ length: ROUNDS }, (_, round) => server.file(`/while-${round}`, { size: 10_000 }));
  const page = await open(`${server.origin}/classic/`);
  for (const { path, url } of files) expect(await whileItDies(driver, () => startFetch(page, path, [url]))).toMatchObject({ id: path });
  for (const file of files) await expect.poll(() => noteOf(page, file.path), { timeout: 90_000 }).toMatchObject({ result: 'success', downloaded: file.size });
  // The note is written before the report is sent.
  await expect.poll(() => (server.reports as { id: string }[]).map(({ id }) => id).toSorted()).toEqual(files.map(({ path }) => path).toSorted());
});

test('an abort while the background is being killed ends the fetch, and says so', async ({ driver, open, server }) => {
  test.setTimeout(300_000);
  const page = await open(`${server.origin}/classic/`);
  for (let round = 0; round < ROUNDS; round++) {
    const { path, url } = server.file(`/aborted-${round}`, { size: 10_000 }, { holdAt: 10 });
    await startFetch(page, path, [url]);
    expect(await whileItDies(driver, () => abortFetch(page, path))).toBe(true);
    // What died between the answer and the event starts again at the browser's alarm, within a minute.
    await expect.poll(() => noteOf(page, path), { timeout: 90_000 }).toMatchObject({ type: 'backgroundfetchabort' });
  }
});
