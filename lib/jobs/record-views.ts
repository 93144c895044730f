import type { JobKey } from '../protocol/background-fetch';
import type { RecordView } from '../protocol/manager';
import { allSegments } from '../transfer/record-row';
import { sizeOf } from '../transfer/segments/span';
import type { JobsContext } from './context';
import { recordKeys } from './db';
import { gone } from './errors';
import { contentTypeOf, headerOf } from './headers';
import type { Job } from './model';
import { resultOf } from './records';
import type { StoredRecord } from './schema';

/** A page of a job's files. Those of a job that has no data any more are none. Rejects: gone. */
export const recordViews = async ({ open }: JobsContext, key: JobKey, from: number, count: number): Promise<RecordView[]> => {
  const tx = (await open()).transaction(['jobs', 'records', 'bodies']);
  const [job, rows] = await Promise.all([tx.objectStore('jobs').get(key), tx.objectStore('records').getAll(recordKeys(key, from), count)]);
  if (!job) throw gone();
  return Promise.all(rows.map(async (row) => recordView(job, row, row.hasBody ? ((await tx.objectStore('bodies').get([key, row.index]))?.size ?? 0) : 0)));
};

const recordView = (job: Job, row: StoredRecord, uploadTotal: number): RecordView => {
  const result = resultOf(row, job);
  const downloaded = sizeOf(allSegments(row));
  return {
    job: row.job,
    index: row.index,
    url: row.request.url,
    method: row.request.method,
    status: row.response?.status ?? null,
    contentType: contentTypeOf(row.response),
    result,
    downloaded,
    total: result === 'success' ? downloaded : (row.validators?.length ?? announced(row)),
    uploaded: row.uploaded,
    uploadTotal,
    attempts: row.retry?.attempts ?? 0,
  };
};

/** Of an encoded body it is the length before decoding, which says nothing of ours. */
const announced = ({ response }: StoredRecord): number | null => {
  const length = headerOf(response, 'content-length');
  return length !== null && /^\d+$/.test(length) && headerOf(response, 'content-encoding') === null ? Number(length) : null;
};
