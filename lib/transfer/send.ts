import type { FetchAs, FetchAsOptions, FetchedResponse } from '../fetch-as/types';
import type { Clock } from './clock';
import type { TransferJob } from './journal';
import type { Limits } from './limits';
import type { RecordRow } from './record-row';
import type { RecordWriter } from './record-writer';
import type { Throttle } from './throttle';
import type { BeginStretch } from './stretch/stretch';
import type { Watch } from './watch';

export interface FetchParts {
  job: TransferJob;
  writer: RecordWriter;
  fetchAs: FetchAs;
  clock: Clock;
  limits: Limits;
  throttle: Throttle;
  /** Leave to use one more connection, where nobody else waits for it; its release. */
  spare: () => (() => void) | null;
  /** Hosts that did not answer as asked when a body was fetched in parts. */
  unsplit: Set<string>;
  /** Hosts that have answered at least once. */
  answered: Set<string>;
  /** Null: there is no second Worker. */
  beginStretch: BeginStretch | null;
  /** Told of errors that no contract names. */
  onFault: (error: unknown) => void;
  /** The job is paused or over. */
  signal: AbortSignal;
}

/** The journal did not take the note that a request goes out. */
export class NotJournalled extends Error {
  override readonly name = 'NotJournalled';
}

export interface RequestParts extends Pick<FetchParts, 'job' | 'fetchAs' | 'limits'> {
  writer: { readonly row: Pick<RecordRow, 'request'> };
}

/** Sends the record's request as it stands. Rejects as FetchAs does, or with the reason of the watch's signal. */
export const sendRequest = async ({ job, writer, fetchAs, limits }: RequestParts, watch: Watch, options: Omit<FetchAsOptions, 'signal'>): Promise<FetchedResponse> => {
  const { request } = writer.row;
  // An upload may take hours before anything is answered, and cannot be tried again.
  watch.expect(request.method === 'GET' ? limits.headers : null);
  const client = { origin: job.origin, url: job.clientURL, referrerPolicy: job.clientReferrerPolicy, connectsAnywhere: job.connectsAnywhere };
  // Must not hang on a background that died while it was asked for something.
  const fetched = await Promise.race([fetchAs(request, client, { ...options, signal: watch.signal }), watch.aborted]);
  watch.expect(null);
  return fetched;
};

/** The same, with what the journal must know of it. */
export const send = async (parts: FetchParts, watch: Watch, range: FetchAsOptions['range'] | null): Promise<FetchedResponse> => {
  const { writer } = parts;
  const { request } = writer.row;
  const options: Omit<FetchAsOptions, 'signal'> = {};
  if (request.method !== 'GET') options.beforeSend = () => writer.markSent().catch((cause: unknown) => Promise.reject(new NotJournalled('', { cause })));
  if (range) options.range = range;
  const fetched = await sendRequest(parts, watch, options);
  // No browser tells of an upload while it runs; an answer tells that it is over.
  if (request.body !== null) writer.setUploaded(request.body.size);
  return fetched;
};
