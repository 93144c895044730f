import type { JobKey } from '../../protocol/background-fetch';
import { jobsFolder } from './paths';

/** Every job that has bytes on the disk. */
export const listJobFolders = async (root: FileSystemDirectoryHandle): Promise<JobKey[]> => {
  const jobs: JobKey[] = [];
  for await (const [name] of (await jobsFolder(root)).entries()) jobs.push(name);
  return jobs;
};

/** Removes all bytes of a job; a job without any is no error. Rejects while a Worker still writes there: stop it first. */
export const removeJobFiles = async (root: FileSystemDirectoryHandle, job: JobKey): Promise<void> => {
  try {
    await (await jobsFolder(root)).removeEntry(job, { recursive: true });
  } catch (error) {
    if ((error as DOMException).name !== 'NotFoundError') throw error;
  }
};
