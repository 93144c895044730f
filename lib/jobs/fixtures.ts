/** What the tests of this room share: a database of their own, requests as sites make them, files in memory, a Worker that only listens. */

import { plainRequest } from '../fetch-as/plain-request';
import type { JobKey } from '../protocol/background-fetch';
import type { BridgedFetchArguments } from '../protocol/site';
import type { StoredRequest, StoredResponse } from '../protocol/stored';
import type { TransferCalls } from '../protocol/transfer';
import type { RecordRow, Segment } from '../transfer/record-row';
import { messagePortEndpoint } from '../wire/message-port';
import { openWire, type Wire } from '../wire/wire';
import { accept } from './accept';
import type { SegmentFiles } from './bodies';
import { createJobsContext, type JobsContext } from './context';
import { jobsDatabase, type OpenDatabase } from './db';
import { createJournal } from './journal';
import type { Job } from './model';
import { newJob } from './new-job';

export const ORIGIN = 'https://site.example';
export const SCOPE = `${ORIGIN}/`;

export const request = (url = `${ORIGIN}/file`, more: Partial<StoredRequest> = {}): StoredRequest => plainRequest(url, more);

export const response = (more: Partial<StoredResponse> = {}): StoredResponse => ({
  url: `${ORIGIN}/file`,
  redirected: false,
  type: 'basic',
  status: 200,
  statusText: 'OK',
  headers: [],
  ...more,
});

export const args = (more: Partial<BridgedFetchArguments> = {}): BridgedFetchArguments => ({
  scope: SCOPE,
  id: 'episode',
  requests: [request()],
  title: 'Episode',
  icons: [],
  downloadTotal: 0,
  scriptURL: `${ORIGIN}/sw.js`,
  clientURL: `${ORIGIN}/page`,
  clientReferrerPolicy: '',
  connectsAnywhere: true,
  job: crypto.randomUUID(),
  ...more,
});

/** A file system of segments. */
export const memoryFiles = () => {
  const folders = new Map<JobKey, Map<string, string>>();
  const files: SegmentFiles = {
    open: (job) => async (segments) =>
      segments.map(({ name, bytes }) => {
        if (bytes !== undefined) return bytes;
        const text = folders.get(job)?.get(name);
        if (text === undefined) throw new DOMException(name, 'NotFoundError');
        return new File([text], name);
      }),
    remove: async (job) => void folders.delete(job),
    jobs: async () => [...folders.keys()],
  };
  const store = (job: JobKey, name: string, text: string): Segment => {
    folders.set(job, (folders.get(job) ?? new Map<string, string>()).set(name, text));
    return { name, size: text.length };
  };
  return { files, store, folders };
};

export const setUp = (now = () => 1_000, open: OpenDatabase = jobsDatabase(crypto.randomUUID())) => {
  const memory = memoryFiles();
  const faults: unknown[] = [];
  /** As after a start of the background: same disk, nothing remembered. */
  const freshContext = (): JobsContext =>
    createJobsContext({ open, files: memory.files, now, onFault: (where, error) => faults.push(`${where}: ${String(error)}`) });
  const journal = createJournal(open);

  const start = async (more: Partial<BridgedFetchArguments> = {}, origin = ORIGIN, freeBytes = Infinity): Promise<Job> => {
    const given = args(more);
    const job = newJob(given, origin, null, now());
    await accept(await open(), job, given.requests, freeBytes);
    return job;
  };

  /** What the Worker does to a record. */
  const write = async (job: Job, index: number, more: Partial<RecordRow>): Promise<boolean> => {
    const [row] = await journal.unsettled(job.key, index - 1, 1);
    return journal.write({ ...row!, ...more });
  };

  /** The record arrives whole. */
  const arrive = (job: Job, index = 0, text = 'bytes'): Promise<boolean> =>
    write(job, index, { response: response(), result: 'success', segments: [memory.store(job.key, `${index}-0-0`, text)] });

  return { open, memory, faults, freshContext, journal, start, write, arrive };
};

/** The Worker's end of a line: notes what it is asked, and does what `on` says. */
export const listeningWorker = (on: Partial<Record<keyof TransferCalls, (payload: never) => unknown>> = {}) => {
  const { port1, port2 } = new MessageChannel();
  const asked: string[] = [];
  const note =
    (name: keyof TransferCalls) =>
    async (payload: unknown): Promise<null> => {
      asked.push(name);
      return ((await on[name]?.(payload as never)) ?? null) as null;
    };
  const end = openWire<{}, {}, TransferCalls, {}>(
    messagePortEndpoint(port1),
    { run: note('run'), stop: note('stop'), retry: note('retry'), roomMade: note('roomMade'), seal: note('seal'), enter: note('enter'), configure: note('configure'), icon: note('icon'), underWay: async () => ((await on.underWay?.(null as never)) ?? []) as JobKey[] },
    {},
  );
  const wire: Wire<TransferCalls, {}> = openWire(messagePortEndpoint(port2), {}, {});
  return {
    asked,
    wire,
    close: () => {
      end.close();
      wire.close();
    },
  };
};
