import type { JobKey } from '../../protocol/background-fetch';

/** OPFS: `jobs/<job>/<index>-<generation>-<n>`. */
const JOBS = 'jobs';

export const jobsFolder = (root: FileSystemDirectoryHandle): Promise<FileSystemDirectoryHandle> => root.getDirectoryHandle(JOBS, { create: true });

export const jobFolder = async (root: FileSystemDirectoryHandle, job: JobKey, create: boolean): Promise<FileSystemDirectoryHandle> =>
  (await jobsFolder(root)).getDirectoryHandle(job, { create });

export const segmentName = (index: number, generation: number, n: number): string => `${index}-${generation}-${n}`;

/** Null for a name that no segment has. */
export const parseSegmentName = (name: string): { index: number; generation: number; n: number } | null => {
  const match = /^(\d+)-(\d+)-(\d+)$/.exec(name);
  return match && { index: Number(match[1]), generation: Number(match[2]), n: Number(match[3]) };
};
