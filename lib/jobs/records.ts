/** Records of a job, read from their rows a page at a time: 10,000 are allowed. */

import type { BodyPiece, RecordResult, RecordState } from '../protocol/background-fetch';
import type { MatchQuery } from '../protocol/site';
import type { ReadSegments } from '../transfer/segments/read-segments';
import { requestMatchesCachedItem } from '../spec/request-matches-cached-item';
import { fitting, readBodyFrom } from './bodies';
import type { JobsContext } from './context';
import { recordKeys } from './db';
import type { Job } from './model';
import type { StoredRecord } from './schema';

const PAGE = 256;

/** A record without a result when its job has ended was cut off: https://wicg.github.io/background-fetch/#background-fetch-abort-all-flag */
export const resultOf = (row: StoredRecord, job: Job): RecordResult =>
  row.result === '' && job.phase.state === 'settled' ? 'aborted' : row.result;

/** https://wicg.github.io/background-fetch/#background-fetch-response-exposed */
export const isExposed = (result: RecordResult): boolean => result === '' || result === 'success' || result === 'bad-status';

/**
 * All records in request order, or the first `limit` that match `query`.
 * https://wicg.github.io/background-fetch/#background-fetch-registration-match-all
 */
export const matchRecords = async (context: JobsContext, job: Job, query: MatchQuery | null, limit: number | null): Promise<RecordState[]> => {
  const found: Promise<RecordState>[] = [];
  const wanted = limit ?? Infinity;
  const message: Message = { read: context.files.open(job.key), fit: fitting() };
  for (let next = 0; next < job.recordCount && found.length < wanted; next += PAGE) {
    const page = await (await context.open()).getAll('records', recordKeys(job.key, next), PAGE);
    for (const row of page) {
      if (found.length >= wanted) break;
      if (!query || requestMatchesCachedItem(query.request, { ...row.request, body: null }, row.response, query.options)) {
        found.push(recordState(context, row, job, message));
      }
    }
    // Opens no more files at once than one page has.
    await Promise.all(found.slice(-PAGE));
  }
  return Promise.all(found);
};

/** For all records of one answer. */
interface Message {
  read: ReadSegments;
  fit: (piece: BodyPiece) => BodyPiece;
}

const recordState = async (context: JobsContext, row: StoredRecord, job: Job, { read, fit }: Message): Promise<RecordState> => {
  const body = row.hasBody ? await (await context.open()).get('bodies', [row.job, row.index]) : null;
  const result = resultOf(row, job);
  const state: RecordState = {
    index: row.index,
    request: { ...row.request, body: body ?? null },
    response: isExposed(result) ? row.response : null,
    result,
    body: null,
  };
  if (result !== 'success' && result !== 'bad-status') return state;
  try {
    return { ...state, body: (await readBodyFrom(read, row.segments)).map(fit) };
  } catch (error) {
    // One lost file must not keep the event of all the others from the site.
    context.onFault('records', error);
    return { ...state, response: null, result: 'fetch-error' };
  }
};
