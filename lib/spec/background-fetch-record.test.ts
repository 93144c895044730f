import { expect, test, vi } from 'vitest';
import type { RecordState } from '../protocol/background-fetch';
import type { BodyChunk } from '../protocol/site';
import { WireException } from '../wire/wire';
import type { Backend } from './backend';
import { BackgroundFetchRecord } from './background-fetch-record';
import { createBackend, ORIGIN, recordState, storedRequest, storedResponse } from './test-realm';
import { INTERNAL } from './web-idl';

const createRecord = (state: Partial<RecordState>, answers: Parameters<typeof createBackend>[0] = {}): BackgroundFetchRecord =>
  new BackgroundFetchRecord(INTERNAL, createBackend(answers), 'job-1', recordState(state));

const arrives = { awaitResponse: async () => ({ response: storedResponse(), generation: 7 }) };
const loading = { result: '', body: null, response: null } as const;

test('the request is one object, with its body', async () => {
  const body = new Blob(['up'], { type: 'x/wrong' });
  const record = createRecord({ request: storedRequest({ method: 'POST', body, headers: [['x-a', '1']], referrer: '' }) });
  expect(record.request).toBe(record.request);
  expect([...record.request.headers]).toEqual([['x-a', '1']]);
  expect(record.request.referrer).toBe('');
  expect(await record.request.text()).toBe('up');
});

test('a navigation request is shown as the Request constructor shows it', () => {
  expect(createRecord({ request: storedRequest({ mode: 'navigate' }) }).request.mode).toBe('same-origin');
});

test('a finished record has the response that the network gave', async () => {
  const response = storedResponse({
    url: `${ORIGIN}/there`,
    redirected: true,
    type: 'cors',
    status: 201,
    statusText: 'Made',
    headers: [
      ['content-length', '4'],
      ['Content-Range', 'bytes 0-3/4'],
      ['x-a', '1'],
    ],
  });
  const record = createRecord({ response, body: [new Blob(['bo'], { type: 'x/wrong' }), new Blob(['dy'], { type: 'x/wrong' })] });
  expect(record.responseReady).toBe(record.responseReady);
  const ready = await record.responseReady;
  const copy = ready.clone().clone();
  for (const view of [ready, copy]) {
    const { url, redirected, type, status, ok, statusText } = view;
    expect([url, redirected, type, status, ok, statusText]).toEqual([`${ORIGIN}/there`, true, 'cors', 201, true, 'Made']);
    expect([...view.headers]).toEqual([['x-a', '1']]);
    expect(Object.keys(view)).toEqual([]);
  }
  expect(await ready.text()).toBe('body');
  const blob = await copy.blob();
  expect([blob.size, blob.type]).toEqual([4, '']);
});

test.each([204, 205, 304])('status %i has no body', async (status) => {
  const response = await createRecord({ response: storedResponse({ status }), body: [] }).responseReady;
  expect([response.status, response.body]).toEqual([status, null]);
});

test.each([
  [999, 'Request denied'],
  [404, 'naïve €'],
])('status %i "%s" is shown although no Response can be constructed so', async (status, statusText) => {
  const response = await createRecord({ result: 'bad-status', response: storedResponse({ status, statusText }) }).responseReady;
  expect([response.status, response.statusText, response.ok]).toEqual([status, statusText, false]);
  expect(await response.text()).toBe('body');
});

test.each([
  ['aborted', 'AbortError'],
  ['fetch-error', 'TypeError'],
  ['quota-exceeded', 'TypeError'],
  ['download-total-exceeded', 'TypeError'],
] as const)('a record that ended %s rejects with %s', async (result, name) => {
  await expect(createRecord({ result, body: null }).responseReady).rejects.toMatchObject({ name });
});

test('with a wrong this the promise getter rejects and the other throws', async () => {
  const { request, responseReady } = Object.getOwnPropertyDescriptors(BackgroundFetchRecord.prototype);
  await expect(responseReady.get!.call({} as never)).rejects.toThrow(TypeError);
  expect(() => request.get!.call({} as never)).toThrow(TypeError);
});

test('a promise nobody looked at is not reported as unhandled', async () => {
  const unhandled = vi.fn<() => void>();
  process.on('unhandledRejection', unhandled);
  createRecord({ result: 'aborted', body: null });
  createRecord(loading, { awaitResponse: () => Promise.reject(new WireException('gone')) });
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

test('a record still loading streams what is stored, from the right offset and generation, in chunks that own their buffers', async () => {
  const size = 700_000;
  const pieces: BodyChunk[] = [
    { bytes: [new Blob([new Uint8Array(size).fill(1)])], end: false },
    { bytes: [new Blob([])], end: false },
    { bytes: [new Blob([new Uint8Array(5).fill(2)])], end: true },
  ];
  const readBody = vi.fn<Backend['readBody']>(async () => pieces.shift()!);
  const response = await createRecord(loading, { ...arrives, readBody }).responseReady;
  expect(readBody).not.toHaveBeenCalled();
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk);
  expect(readBody.mock.calls).toEqual([
    ['job-1', 0, 7, 0],
    ['job-1', 0, 7, size],
    ['job-1', 0, 7, size],
  ]);
  expect(chunks.every((chunk) => chunk.byteOffset === 0 && chunk.buffer.byteLength === chunk.length)).toBe(true);
  expect(Buffer.concat(chunks).equals(Buffer.concat([Buffer.alloc(size, 1), Buffer.alloc(5, 2)]))).toBe(true);
});

test('a record still loading that ends empty closes its stream, also for a BYOB reader', async () => {
  const answers = { ...arrives, readBody: async (): Promise<BodyChunk> => ({ bytes: [new Blob([])], end: true }) };
  expect(await (await createRecord(loading, answers).responseReady).text()).toBe('');
  const reader = (await createRecord(loading, answers).responseReady).body!.getReader({ mode: 'byob' });
  expect((await reader.read(new Uint8Array(4))).done).toBe(true);
});

test.each([
  ['aborted', 'AbortError'],
  ['error', 'TypeError'],
] as const)('a record that is %s on the way rejects or errors its stream with %s', async (failed, name) => {
  await expect(createRecord(loading, { awaitResponse: async () => ({ failed }) }).responseReady).rejects.toMatchObject({ name });
  const pieces: BodyChunk[] = [{ bytes: [new Blob(['a'])], end: false }, { failed }];
  const response = await createRecord(loading, { ...arrives, readBody: async () => pieces.shift()! }).responseReady;
  await expect(response.text()).rejects.toMatchObject({ name });
});

test('bytes that were removed error the stream with TypeError', async () => {
  const removed = (): ReadableStream => new ReadableStream({ pull: () => Promise.reject(new DOMException('', 'NotReadableError')) });
  vi.spyOn(Blob.prototype, 'stream').mockImplementation(removed as Blob['stream']);
  const response = await createRecord(loading, { ...arrives, readBody: async () => ({ bytes: [new Blob(['a'])], end: true }) }).responseReady;
  await expect(response.text()).rejects.toThrow(TypeError);
});
