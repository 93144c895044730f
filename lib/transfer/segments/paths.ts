import type { JobKey } from '../../protocol/background-fetch';
import { holding } from './holding';

/** OPFS: `jobs/<job>/<index>-<generation>-<n>-<start>-<session>`, and `jobs/<job>/shelf-<n>-<session>`. */
const JOBS = 'jobs';

export const jobsFolder = (root: FileSystemDirectoryHandle): Promise<FileSystemDirectoryHandle> =>
  holding(root, () => root.getDirectoryHandle(JOBS, { create: true }));

export const jobFolder = async (root: FileSystemDirectoryHandle, job: JobKey, create: boolean): Promise<FileSystemDirectoryHandle> =>
  holding(await jobsFolder(root), (jobs) => jobs.getDirectoryHandle(job, { create }));

/** Says what a file holds although no row names it. */
export interface SegmentName {
  index: number;
  generation: number;
  n: number;
  /** Position of its first byte in the body. Absent, as `session` is, in files of earlier versions. */
  start?: number;
  /** Run of the browser in which it was written. */
  session?: string;
}

/** Of files of one response: numbered from `n` on. */
export type FileNames = Omit<Required<SegmentName>, 'start'>;

export const segmentName = ({ index, generation, n, start, session }: Required<SegmentName>): string => `${index}-${generation}-${n}-${start}-${session}`;

/** Null for a name that no segment has. */
export const parseSegmentName = (name: string): SegmentName | null => {
  const match = /^(\d+)-(\d+)-(\d+)(?:-(\d+)-(\w+))?$/.exec(name);
  if (match === null) return null;
  const [index, generation, n] = match.slice(1, 4).map(Number) as [number, number, number];
  return { index, generation, n, ...(match[4] !== undefined && { start: Number(match[4]), session: match[5]! }) };
};

/** Of a file that several records share. */
export const shelfName = (n: number, session: string): string => `shelf-${n}-${session}`;

/** Its number; null for any other name. */
export const parseShelfName = (name: string): number | null => {
  const match = /^shelf-(\d+)-\w+$/.exec(name);
  return match && Number(match[1]);
};
