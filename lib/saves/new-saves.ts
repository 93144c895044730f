/** Which files of a job are saved, under which names. */

import type { JobKey } from '../protocol/background-fetch';
import { recordKeys } from '../jobs/db';
import type { JobsContext } from '../jobs/context';
import { gone } from '../jobs/errors';
import { contentTypeOf, headerOf } from '../jobs/headers';
import { sizeOf } from '../transfer/segments/span';
import type { Job } from '../jobs/model';
import { resultOf } from '../jobs/records';
import type { SaveRow } from '../jobs/save-row';
import type { StoredRecord } from '../jobs/schema';
import { hasData } from '../jobs/views';
import { WireException } from '../wire/wire';
import { fileName, folderName } from './file-name';
import { mayBeDirect } from './may-be-direct';
import { baseName } from './save-state';

const PAGE = 256;

const newSave = (job: Job, row: StoredRecord, from: SaveRow['from'], now: number): SaveRow => {
  const { response, request } = row;
  const name = fileName({
    url: response?.url ?? request.url,
    disposition: headerOf(response, 'content-disposition'),
    contentType: contentTypeOf(response),
  });
  return {
    save: crypto.randomUUID(),
    job: job.key,
    index: row.index,
    from,
    state: 'running',
    path: `${folderName(job.origin)}/${name}`,
    filename: baseName(name),
    total: from === 'stored' ? sizeOf(row.segments) : null,
    error: null,
    resumable: false,
    url: from === 'stored' ? '' : request.url,
    download: null,
    since: now,
    // In the order of the requests, after all that were wished for before.
    waiting: now + row.index / 100_000,
  };
};

const find = async ({ open }: JobsContext, key: JobKey): Promise<Job> => {
  const job = await (await open()).get('jobs', key);
  if (!job) throw gone();
  return job;
};

/** A page of rows at a time: 10,000 are allowed. */
const saveEach = async ({ open }: JobsContext, job: Job, make: (row: StoredRecord) => SaveRow | null): Promise<SaveRow[]> => {
  const saves: SaveRow[] = [];
  for (let next = 0; next < job.recordCount; next += PAGE) {
    const rows = await (await open()).getAll('records', recordKeys(job.key, next), PAGE);
    saves.push(...rows.map(make).filter((save) => save !== null));
  }
  return saves;
};

/** The files that are here whole. Rejects: gone, invalid-state. */
export const storedSaves = async (context: JobsContext, key: JobKey, index: number | null): Promise<SaveRow[]> => {
  const job = await find(context, key);
  if (!hasData(job)) throw gone();
  if (index === null) {
    if (job.phase.state === 'active') throw new WireException('invalid-state', 'not all files are here yet');
    return saveEach(context, job, (row) => (row.result === 'success' ? newSave(job, row, 'stored', context.now()) : null));
  }
  const row = await (await context.open()).get('records', [key, index]);
  if (!row) throw gone();
  if (row.result !== 'success') throw new WireException('invalid-state', 'this file is not here');
  return [newSave(job, row, 'stored', context.now())];
};

/** What is here from the store, all the rest from the network. All or nothing. Rejects: gone, invalid-state. */
export const directSaves = async (context: JobsContext, key: JobKey): Promise<SaveRow[]> => {
  const job = await find(context, key);
  if (job.phase.state !== 'active') throw new WireException('invalid-state', 'this background fetch has ended');
  return saveEach(context, job, (row) => {
    const result = resultOf(row, job);
    if (result === 'success') return newSave(job, row, 'stored', context.now());
    if (result !== '') return null;
    if (!mayBeDirect(job, row)) throw new WireException('invalid-state', `file ${row.index} may not be fetched by the download manager`);
    return newSave(job, row, 'direct', context.now());
  });
};
