/** What is fetched, and over what kind of line. */

const KiB = 1024;
const MiB = 1024 * KiB;

export interface Load {
  name: string;
  files: number;
  /** Bytes of each. */
  size: number;
  /** Of each connection; absent: as fast as it goes. */
  bytesPerSecond?: number;
  /** Milliseconds before each answer. */
  latency?: number;
  /** Only so many rounds, none to warm up and none for the costs: the line takes most of a minute each time, and is all that counts. */
  rounds?: number;
}

export const LOADS: Load[] = [
  { name: '1 × 256 MiB', files: 1, size: 256 * MiB },
  { name: '1 × 1 GiB', files: 1, size: 1024 * MiB },
  { name: '100 × 1 MiB', files: 100, size: MiB },
  { name: '2,000 × 16 KiB', files: 2000, size: 16 * KiB },
  { name: '256 MiB at 8 MB/s a connection', files: 1, size: 256 * MiB, bytesPerSecond: 8_000_000, rounds: 1 },
  { name: '256 MiB after 100 ms latency', files: 1, size: 256 * MiB, latency: 100 },
];

/** The same in small, to see that everything runs. */
export const QUICK_LOADS: Load[] = [
  { name: '1 × 8 MiB', files: 1, size: 8 * MiB },
  { name: '20 × 16 KiB', files: 20, size: 16 * KiB },
  { name: '4 MiB at 4 MB/s a connection', files: 1, size: 4 * MiB, bytesPerSecond: 4_000_000 },
];

export const bytesOf = ({ files, size }: Load): number => files * size;

/** Paths on the server; `turn` makes them unlike those of any other run. */
export const pathsOf = ({ files, size, bytesPerSecond, latency }: Load, turn: string): string[] => {
  const query = new URLSearchParams({ size: String(size) });
  if (bytesPerSecond !== undefined) query.set('rate', String(bytesPerSecond));
  if (latency !== undefined) query.set('latency', String(latency));
  return Array.from({ length: files }, (_, index) => `/file/${turn}-${index}?${query}`);
};
