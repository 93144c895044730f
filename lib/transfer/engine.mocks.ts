/** The engine over doubles: a journal in a Map, segments in memory, time that stands still, and a server that is a function. */

import { plainRequest } from '../fetch-as/plain-request';
import type { FetchAsOptions, FetchedResponse } from '../fetch-as/types';
import { FetchAsError, NoHostAccess } from '../fetch-as/types';
import type { HeaderList, StoredRequest } from '../protocol/stored';
import type { TransferPushes } from '../protocol/transfer';
import type { Engine } from './engine';
import type { Journal, TransferJob } from './journal';
import { LIMITS, type Limits } from './limits';
import { allSegments, type RecordRow } from './record-row';
import { runAJob } from './run-a-job';
import { memorySegmentStore, type MemorySegmentStore } from './segments/segment-store.mocks';
import { createSlots } from './slots';
import { testClock, type TestClock } from './clock.mocks';
import { fetchAStretch } from './stretch/fetch-a-stretch';
import type { BeginStretch, StretchEnd } from './stretch/stretch';
import { createThrottle } from './throttle';

export const JOB = 'job';

export const request = (url = 'https://example.org/file', more: Partial<StoredRequest> = {}): StoredRequest => plainRequest(url, more);

export const newRow = (index: number, of: StoredRequest = request()): RecordRow => ({
  job: JOB,
  index,
  request: of,
  response: null,
  result: '',
  generation: 0,
  segments: [],
  validators: null,
  uploaded: 0,
});

export interface MapJournal extends Journal {
  rows: RecordRow[];
  /** Null: gone. */
  current: TransferJob | null;
  writes: number;
  /** Most rows handed out by one call. */
  largestPage: number;
}

export const mapJournal = (rows: RecordRow[], downloadTotal = 0): MapJournal => ({
  rows,
  current: { key: JOB, origin: 'https://example.org', clientURL: 'https://example.org/', clientReferrerPolicy: '', connectsAnywhere: true, recordCount: rows.length, downloadTotal },
  writes: 0,
  largestPage: 0,
  async job() {
    return this.current;
  },
  async unsettled(_key, after, count) {
    const page = this.rows.filter(({ index, result }) => index > after && result === '').slice(0, count);
    this.largestPage = Math.max(this.largestPage, page.length);
    return structuredClone(page.map((row) => ({ ...row, request: { ...row.request, body: null } }))).map((row, i) => ({
      ...row,
      request: page[i]!.request,
    }));
  },
  async totals() {
    return {
      downloaded: this.rows.flatMap(allSegments).reduce((sum, { size }) => sum + size, 0),
      uploaded: this.rows.reduce((sum, { uploaded }) => sum + uploaded, 0),
    };
  },
  async write(row) {
    await Promise.resolve();
    if (this.current === null) return false;
    this.writes++;
    this.rows[row.index] = { ...structuredClone({ ...row, request: null }), request: this.rows[row.index]!.request };
    return true;
  },
});

export interface Asked {
  request: StoredRequest;
  range: FetchAsOptions['range'];
  ifRange: string | null;
  signal: AbortSignal;
}
export type Serve = (asked: Asked, count: number) => FetchedResponse | Promise<FetchedResponse>;

/** A response. `body`: chunks; an Error in their place errors the stream, 'hang' leaves it open. */
export const answer = (status: number, headers: HeaderList, body: (Uint8Array<ArrayBuffer> | Error | 'hang')[], signal?: AbortSignal): FetchedResponse => ({
  response: { url: 'https://example.org/file', redirected: false, type: 'basic', status, statusText: '', headers },
  headers,
  body: new ReadableStream({
    type: 'bytes',
    start: (controller) => signal?.addEventListener('abort', () => controller.error(signal.reason)),
    pull: async (controller) => {
      // One chunk a turn, so that nothing of one read is a matter of luck.
      await new Promise((resolve) => setImmediate(resolve));
      const next = body.shift();
      if (next === 'hang') return;
      if (next instanceof Error) controller.error(next);
      else if (next) controller.enqueue(next.slice());
      else {
        controller.close();
        // A read that waits must be answered. https://streams.spec.whatwg.org/#readable-byte-stream-controller-close
        controller.byobRequest?.respond(0);
      }
    },
  }) as ReadableStream<Uint8Array<ArrayBuffer>>,
});

export const networkError = (): never => {
  throw new FetchAsError('network', '');
};

export interface TestEngine extends Engine {
  journal: MapJournal;
  store: MemorySegmentStore;
  clock: TestClock;
  asked: Asked[];
  pushes: { [Name in keyof TransferPushes]: { name: Name; payload: TransferPushes[Name] } }[keyof TransferPushes][];
  faults: unknown[];
  online: boolean;
  /** Bytes the browser would let us store in all. */
  space: number;
  /** Tells those who wait that the network is back. */
  comeOnline: () => void;
  bytes(index: number): Uint8Array<ArrayBuffer>;
  /** Where each segment of that record lies. */
  places(index: number): ('bytes' | 'Blob' | 'shelf' | 'file')[];
}

interface Given {
  rows?: RecordRow[];
  journal?: MapJournal;
  store?: MemorySegmentStore;
  session?: string;
  serve: Serve;
  hostAccess?: () => boolean;
  limits?: Partial<Limits>;
  /** There is a second Worker. */
  second?: boolean;
}

export const testEngine = ({ rows = [newRow(0)], journal = mapJournal(rows), store = memorySegmentStore(), session = 'run', serve, hostAccess = () => true, limits = {}, second = false }: Given): TestEngine => {
  const clock = testClock();
  const asked: Asked[] = [];
  const pushes: TestEngine['pushes'] = [];
  const faults: unknown[] = [];
  const waiting = new Set<() => void>();
  // Reads wait for nothing: one chunk each. Time stands still while they come.
  const all = { ...LIMITS, readTime: 0, inlineSize: 10, shelfSize: 0, leastSealTime: 0, ...limits };
  const engine: TestEngine = {
    session,
    journal,
    store,
    clock,
    asked,
    pushes,
    faults,
    online: true,
    space: Infinity,
    comeOnline: () => {
      engine.online = true;
      for (const run of [...waiting]) run();
    },
    fetchAs: async (request, _client, { signal, range, beforeSend }) => {
      signal.throwIfAborted();
      if (!hostAccess()) throw new NoHostAccess('https://cdn.example');
      await beforeSend?.();
      const one: Asked = { request, range, ifRange: range?.ifRange ?? null, signal };
      asked.push(one);
      return serve(one, asked.length);
    },
    matchesIntegrity: async () => true,
    slots: createSlots(all.connections, all.connectionsPerHost),
    throttle: createThrottle(clock),
    unsplit: new Set(),
    answered: new Set(),
    beginStretch: second ? (order, sealed) => secondWorker(engine, order, sealed) : null,
    network: {
      online: () => engine.online,
      onOnline: (run) => {
        waiting.add(run);
        return () => waiting.delete(run);
      },
    },
    quota: async () => engine.space,
    limits: all,
    push: (name, payload) => void pushes.push({ name, payload } as TestEngine['pushes'][number]),
    onFault: (error) => faults.push(error),
    bytes: (index) => {
      const folder = store.files.get(JOB)!;
      return new Uint8Array(
        journal.rows[index]!.segments.flatMap(({ name, size, at = 0, bytes = folder.get(name)!.subarray(at, at + size) }) => {
          if (bytes instanceof Blob) throw new Error('a Blob is read in its own time');
          return [...bytes];
        }),
      );
    },
    places: (index) => journal.rows[index]!.segments.map(({ bytes, at }) => (at !== undefined ? 'shelf' : bytes === undefined ? 'file' : bytes instanceof Blob ? 'Blob' : 'bytes')),
  };
  return engine;
};

/** What another Worker would do, with what crosses to it. */
const secondWorker = (engine: TestEngine, ...[order, sealed]: Parameters<BeginStretch>): ReturnType<BeginStretch> => {
  const stopping = new AbortController();
  const ended = fetchAStretch(structuredClone(order), engine, sealed, stopping.signal).catch((error: unknown): StretchEnd => {
    engine.onFault(error);
    return 'failed';
  });
  return { ended, stop: () => stopping.abort(new Error('stopped')) };
};

/** A file of `length` bytes that knows ranges, with a drop after `drops[i]` bytes of the i-th answer. */
export const fileServer = (length: number, drops: number[] = [], etag = '"v1"'): { file: Uint8Array<ArrayBuffer>; serve: Serve } => {
  const file = Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 255);
  return {
    file,
    serve: ({ range, signal }, count) => {
      const partial = range !== undefined && (range.ifRange === null || range.ifRange === etag);
      const start = partial ? range.start : 0;
      const end = partial ? Math.min(length, (range.end ?? Infinity) + 1) : length;
      const cut = drops[count - 1];
      const chunks: (Uint8Array<ArrayBuffer> | Error)[] = [];
      const stop = Math.min(end, start + (cut ?? Infinity));
      for (let at = start; at < stop; at += 100) chunks.push(file.slice(at, Math.min(at + 100, stop)));
      if (cut !== undefined) chunks.push(new Error('connection reset'));
      const headers: HeaderList = [['etag', etag], ['content-length', String(end - start)], ['accept-ranges', 'bytes']];
      if (partial) headers.push(['content-range', `bytes ${start}-${end - 1}/${length}`]);
      return answer(partial ? 206 : 200, headers, chunks, signal);
    },
  };
};

/** Runs the job while time goes on in steps of so many milliseconds. */
export const runToItsEnd = async (engine: TestEngine, step: number): Promise<void> => {
  const run = runAJob(JOB, engine);
  let over = false;
  void run.ended.then(() => (over = true));
  for (let steps = 0; steps < 2000 && !over; steps++) await engine.clock.advance(step);
  await run.ended;
};
