import { noteOf, type WithBackgroundFetch } from '../fixtures/background-fetch';
import type { Driver, Page } from '../fixtures/drivers/driver';
import { settledMemory } from '../fixtures/memory';
import { expect, test } from '../fixtures/test';

const MiB = 1024 * 1024;

interface Outcome {
  /** When `fetch()` resolved, and when the result was there. */
  uploadTotal: number;
  uploaded: number;
  result: string;
  /** Of the body, as the page reads it from a Request like the one it gave away. */
  sent: { bytes: number; sha256: string };
}

/** Sends a body, and stays until there is a result. `make` runs in the page. */
const upload = (page: Page, id: string, url: string, make: () => BodyInit): Promise<Outcome> =>
  page.evaluate(
    async (id, url, source) => {
      const { backgroundFetch } = (await navigator.serviceWorker.ready) as WithBackgroundFetch;
      // oxlint-disable-next-line typescript/no-implied-eval -- a row's body gets here as text
      const body = (new Function(`return (${source})()`) as () => BodyInit)();
      const request = new Request(url, { method: 'POST', body, ...(body instanceof ReadableStream && { duplex: 'half' }) });
      const bytes = await request.clone().arrayBuffer();
      const sha256 = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0')).join('');
      const registration = await backgroundFetch.fetch(id, request);
      const { uploadTotal } = registration;
      while (registration.result === '') await new Promise((resolve) => registration.addEventListener('progress', resolve, { once: true }));
      return { uploadTotal, uploaded: registration.uploaded, result: registration.result, sent: { bytes: bytes.byteLength, sha256 } };
    },
    id,
    url,
    make.toString(),
  );

const bodies: { what: string; make: () => BodyInit }[] = [
  { what: 'text', make: () => 'Эпизод 7 – 第七集\n'.repeat(10_000) },
  {
    what: 'FormData',
    make: () => {
      const form = new FormData();
      form.append('title', 'Эпизод "7"');
      form.append('file', new File([new Uint8Array(300_000).map((_, index) => (index * index) >> 3)], 'episode.bin'));
      return form;
    },
  },
  { what: 'Blob', make: () => new Blob(['head', new Uint8Array(300_000).map((_, index) => (index * index) >> 3)], { type: 'application/x-episode' }) },
  { what: 'ArrayBuffer', make: () => new Uint8Array(300_000).map((_, index) => (index * index) >> 3).buffer },
  {
    what: 'stream',
    make: () => {
      let left = 10;
      return new ReadableStream({
        pull: (controller) => {
          controller.enqueue(new Uint8Array(30_000).fill(left));
          if (--left === 0) controller.close();
        },
      });
    },
  },
];

for (const { what, make } of bodies) {
  test(`upload of ${what} arrives as it is`, async ({ open, server }) => {
    const target = server.upload('/upload');
    const page = await open(`${server.origin}/classic/`);

    const { sent, ...outcome } = await upload(page, 'up', target.url, make);

    expect(outcome).toEqual({ uploadTotal: sent.bytes, uploaded: sent.bytes, result: 'success' });
    expect(target.received).toEqual([sent]);
    await expect.poll(() => noteOf(page, 'up')).toMatchObject({ type: 'backgroundfetchsuccess', result: 'success' });
    expect(target.requests().map(({ method }) => method)).toEqual(['POST']);
  });
}

test('an upload whose connection drops is not tried again', async ({ open, server }) => {
  const target = server.upload('/upload', { resetAt: 1_000_000 });
  const page = await open(`${server.origin}/classic/`);

  const { result } = await upload(page, 'dropped', target.url, () => new Uint8Array(8_000_000).buffer);

  expect(result).toBe('failure');
  await expect
    .poll(() => noteOf(page, 'dropped'))
    .toMatchObject({ type: 'backgroundfetchfail', failureReason: 'fetch-error', records: [{ url: target.url, error: 'TypeError' }] });
  expect(target.requests().map(({ method }) => method)).toEqual(['POST']);
  expect(target.received).toEqual([]);
});

test('256 MiB are uploaded with the memory of all processes within 150 MB of idle', async ({ launch, server }, info) => {
  test.setTimeout(120_000);
  const file = server.file('/film', { size: 256 * MiB }, { bytesPerSecond: 100_000_000 });
  const target = server.upload('/upload');
  const driver = await launch({ extension: true });
  const page = await driver.newPage(`${server.origin}/classic/`);
  // A body that lies on disk: of one in the page's own memory nothing could be seen.
  await page.evaluate(async (url) => (await caches.open('bodies')).put('/body', await fetch(url)), file.url);
  const idle = await settledMemory(driver);

  const { result, peak } = await peakDuring(driver, () =>
    page.evaluate(async (url) => {
      const { backgroundFetch } = (await navigator.serviceWorker.ready) as WithBackgroundFetch;
      const body = await (await caches.match('/body'))!.blob();
      const registration = await backgroundFetch.fetch('film', new Request(url, { method: 'POST', body }));
      while (registration.result === '') await new Promise((resolve) => registration.addEventListener('progress', resolve, { once: true }));
      return registration.result;
    }, target.url),
  );

  const measured = `idle ${Math.round(idle / MiB)} MiB, peak ${Math.round(peak / MiB)} MiB`;
  info.annotations.push({ type: 'memory', description: measured });
  process.stdout.write(`${driver.name}: ${measured}\n`);
  expect(result).toBe('success');
  expect(target.received).toEqual([{ bytes: file.size, sha256: await file.sha256() }]);
  expect(target.requests()).toHaveLength(1);
  expect(peak - idle).toBeLessThan(150_000_000);
});

const peakDuring = async <T>(driver: Driver, action: () => Promise<T>): Promise<{ result: T; peak: number }> => {
  let peak = 0;
  let running = true;
  const done = action().finally(() => (running = false));
  while (running) {
    peak = Math.max(peak, await driver.memory());
    await new Promise((resume) => setTimeout(resume, 100));
  }
  return { result: await done, peak };
};
