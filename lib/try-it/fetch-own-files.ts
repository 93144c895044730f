import { refused, type FetchAs, type FetchAsOptions, type FetchedResponse } from '../fetch-as/types';
import type { HeaderList } from '../protocol/stored';
import type { Clock } from '../transfer/clock';
import { OWN_FILES } from './own-files';

/** Bytes, and milliseconds from each to the next: slow enough to be watched, paused and left alone for a while. */
const PIECE = 12_800;
const PIECE_TIME = 100;

interface Environment {
  /** The extension's own. */
  origin: string;
  fetch: (url: string, init: { signal: AbortSignal }) => Promise<Response>;
  clock: Pick<Clock, 'after'>;
}

/**
 * What sites may fetch, and for the extension's own job the files of it that are named for that. No site is of the extension's origin (see callerOf),
 * so none gets anything by this.
 */
export const withOwnFiles =
  (fetchAs: FetchAs, environment: Environment): FetchAs =>
  async (request, client, options) => {
    if (client.origin !== environment.origin) return fetchAs(request, client, options);
    const isNamed = Object.values(OWN_FILES).some((file) => request.url === `${environment.origin}/${file}`);
    if (!isNamed || request.method !== 'GET') throw refused('no file for that');
    return fetchOwnFile(request.url, options, environment);
  };

/** Answers as a good server would, ranges included: paused, it goes on where it stopped. */
const fetchOwnFile = async (url: string, { range, signal }: FetchAsOptions, { fetch, clock }: Environment): Promise<FetchedResponse> => {
  const file = await (await fetch(url, { signal })).blob();
  const etag = await etagOf(file);
  // What an update of the extension has changed has another one.
  const part = range !== undefined && (range.ifRange === null || range.ifRange === etag) ? range : null;
  const start = part?.start ?? 0;
  const end = Math.min(part?.end === undefined ? file.size : part.end + 1, file.size);
  const shown: HeaderList = [
    ['content-type', 'image/png'],
    ['content-length', String(end - start)],
  ];
  const headers: HeaderList = [...shown, ['etag', etag], ...(part === null ? [] : [['content-range', `bytes ${start}-${end - 1}/${file.size}`] as [string, string]])];
  return {
    response: { url, redirected: false, type: 'basic', status: part === null ? 200 : 206, statusText: part === null ? 'OK' : 'Partial Content', headers: shown },
    headers,
    body: paced(file.slice(start, end), clock),
  };
};

const etagOf = async (body: Blob): Promise<string> => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await body.arrayBuffer()));
  return `"${[...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')}"`;
};

const paced = (body: Blob, clock: Environment['clock']): ReadableStream<Uint8Array<ArrayBuffer>> => {
  let sent = 0;
  return new ReadableStream(
    {
      pull: async (controller) => {
        if (sent === body.size) return controller.close();
        await new Promise<void>((resolve) => clock.after(PIECE_TIME, resolve));
        const piece = body.slice(sent, sent + PIECE);
        sent += piece.size;
        controller.enqueue(new Uint8Array(await piece.arrayBuffer()));
      },
    },
    { highWaterMark: 0 },
  );
};
