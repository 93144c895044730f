import type { JobKey } from '../../protocol/background-fetch';
import { holding } from './holding';
import { jobsFolder } from './paths';

/** Every job that has bytes on the disk. */
export const listJobFolders = async (root: FileSystemDirectoryHandle): Promise<JobKey[]> => {
  const jobs: JobKey[] = [];
  await holding((await jobsFolder(root)).keys(), async (names) => {
    for await (const name of names) jobs.push(name);
  });
  return jobs;
};

/** Removes all bytes of a job; a job without any is no error. Rejects while a Worker still writes there: stop it first. */
export const removeJobFiles = async (root: FileSystemDirectoryHandle, job: JobKey): Promise<void> => {
  try {
    await holding(await jobsFolder(root), (jobs) => jobs.removeEntry(job, { recursive: true }));
  } catch (error) {
    if ((error as DOMException).name !== 'NotFoundError') throw error;
  }
};
