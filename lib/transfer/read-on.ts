import type { FetchedResponse } from '../fetch-as/types';
import { drain, StreamErrored } from './drain';
import { isThatPart, type Part } from './parts';
import type { RecordRow } from './record-row';
import type { RecordWriter } from './record-writer';
import { sendRequest, type FetchParts } from './send';
import { ifRangeOf } from './validators';
import { createWatch, type Watch } from './watch';

/** A part that was asked for. */
interface Asked {
  part: Part;
  watch: Watch;
  fetched: Promise<FetchedResponse>;
  /** Milliseconds until it was answered. */
  latency: number;
  release: () => void;
}

export interface ReadOnParts extends Pick<FetchParts, 'job' | 'fetchAs' | 'clock' | 'limits' | 'throttle' | 'spare' | 'unsplit' | 'signal'> {
  writer: Pick<RecordWriter, 'length' | 'append'> & { readonly row: Pick<RecordRow, 'request' | 'validators'> };
}

export interface ReadOn {
  /** Position up to which bytes have been asked for. */
  readonly end: number;
  /**
   * Goes on from where the record's beginning ends, until `limit`, or until the server does not answer as asked: what it says then is for somebody
   * else to judge. Rejects with StreamErrored, DownloadTotalExceeded, or as RecordWriter.append does.
   */
  run(): Promise<void>;
}

/**
 * The rest of a body in parts, each asked for while the last quarter of the one before it is still being read, or earlier where the answer takes longer
 * than that: what the browser holds of it stays bounded by two of them, and the line does not rest in between.
 * @param limit position at which somebody else goes on; may become less
 */
export const readOn = (parts: ReadOnParts, limit: () => number): ReadOn => {
  const { writer, clock, limits, throttle, unsplit, spare, signal } = parts;
  let end = writer.length;

  const ask = (release: () => void): Asked | null => {
    const part = { start: end, end: Math.min(end + limits.readAhead!, limit()) };
    // A limit on the pace has pieces of its own.
    if (part.start >= part.end || part.end === Infinity || throttle.piece !== null) {
      release();
      return null;
    }
    end = part.end;
    const watch = createWatch(signal, clock);
    const fetched = sendRequest(parts, watch, { range: { start: part.start, end: part.end - 1, ifRange: ifRangeOf(writer.row.validators!) } });
    const asked: Asked = { part, watch, fetched, latency: 0, release };
    const since = clock.now();
    // What went wrong is told where it is waited for.
    fetched.then(() => (asked.latency = clock.now() - since)).catch(() => {});
    return asked;
  };
  const askEarly = (): Asked | null => {
    const release = spare();
    return release && ask(release);
  };
  const drop = (asked: Asked | null): void => {
    asked?.watch.end();
    asked?.release();
  };

  return {
    get end() {
      return end;
    },
    run: async () => {
      let next: Asked | null = null;
      end = writer.length;
      try {
        for (;;) {
          const asked: Asked | null = next ?? ask(() => {});
          next = null;
          if (asked === null) return;
          try {
            const { part, watch } = asked;
            // Whatever goes wrong before there are bytes goes wrong again for who asks next, and is judged there.
            const fetched = await asked.fetched.catch(() => null);
            signal.throwIfAborted();
            if (fetched === null) return;
            if (fetched.body === null || !isThatPart(fetched, part, writer.row.validators!)) {
              unsplit.add(new URL(writer.row.request.url).host);
              return;
            }
            const since = clock.now();
            const room = (): number => {
              const left = Math.min(part.end, limit()) - writer.length;
              const pace = (writer.length - part.start) / Math.max(1, clock.now() - since);
              if (left <= Math.max(limits.readAhead! / 4, asked.latency * pace)) next ??= askEarly();
              return left;
            };
            await drain(fetched.body, part.end - part.start, { ...parts, limits: { ...limits, readLeast: limits.readLeastOfParts }, watch, stall: limits.stall, room });
            if (writer.length >= limit()) return;
            if (writer.length < part.end) throw new StreamErrored('ended too soon');
          } finally {
            drop(asked);
          }
        }
      } finally {
        drop(next);
      }
    },
  };
};
