import type { JobsContext } from './context';

/** How far the one active job is, from 0 to 1; null where there are none or several, or where its end is not known. */
export const soleProgress = async ({ open, live }: JobsContext): Promise<number | null> => {
  const db = await open();
  const [only, another] = await db.getAll('active', null, 2);
  const job = only && !another ? await db.get('jobs', only.job) : undefined;
  if (!job) return null;
  const { downloadTotal, uploadTotal } = job;
  const { downloaded, uploaded } = live.get(job.key) ?? job;
  // A site that names no download total leaves only the upload to be measured, and that no longer than it lasts.
  const total = downloadTotal > 0 ? uploadTotal + downloadTotal : uploaded < uploadTotal ? uploadTotal : 0;
  return total > 0 ? Math.min((downloaded + uploaded) / total, 1) : null;
};
