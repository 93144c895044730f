import type { Account } from './account';
import { allSegments, type AheadPart, type RecordRow, type Segment } from './record-row';
import { parseSegmentName } from './segments/paths';
import { hasPiece } from './segments/piece-of';
import type { JobFolder } from './segments/segment-store';
import { sizeOf } from './segments/span';

/** A record as a new Worker takes it over. */
export interface Recovered {
  row: RecordRow;
  /** Past those of every file ever seen: a left-over may still be locked by a Worker that is only just dying, and must not be taken for one of ours. */
  nextNumber: number;
  nextGeneration: number;
  /** There were files that the row does not name. */
  hadStrays: boolean;
}

interface Parts {
  folder: JobFolder;
  account: Account;
  session: string;
}

/**
 * Trusts only the disk: segments that are not there as journalled, and all after them, are gone. A file that the row does not name yet is taken over
 * if this run of the browser wrote it, for then no power cut came between: what a process has written outlives the process. All others are left-overs.
 * @param names of the record's files on the disk
 */
export const recoverRecord = async (row: RecordRow, names: string[], { folder, account, session }: Parts): Promise<Recovered> => {
  const present = async (listed: Segment[]): Promise<Segment[]> => {
    const segments: Segment[] = [];
    for (const segment of listed) {
      if (segment.bytes === undefined && !hasPiece(await folder.size(segment.name), segment)) break;
      segments.push(segment);
    }
    return segments;
  };
  const ahead = await Promise.all((row.ahead ?? []).map(async ({ start, segments }) => ({ start, segments: await present(segments) })));
  const parts = [{ start: 0, segments: await present(row.segments) }, ...ahead.filter(({ segments }) => segments.length > 0)];

  const named = new Set(allSegments(row).map(({ name }) => name));
  const strays = names.filter((name) => !named.has(name));
  // Bytes of one generation all belong to one response, and are gone on with only where that could be proved.
  const ofThisResponse = strays.flatMap((name) => {
    const { generation, start, session: writtenIn } = parseSegmentName(name) ?? {};
    return row.validators !== null && generation === row.generation && writtenIn === session ? { name, start: start! } : [];
  });
  for (const { name, start } of ofThisResponse) {
    const size = (await folder.adopt(name)) ?? 0;
    if (size > 0 && parts.every((part) => start + size <= part.start || endOf(part) <= start)) parts.push({ start, segments: [{ name, size }] });
  }

  const [body, ...rest] = parts.toSorted((a, b) => a.start - b.start) as [AheadPart, ...AheadPart[]];
  const found = { ...row, segments: body.segments, ahead: rest };
  account.release(sizeOf(allSegments(row)) - sizeOf(allSegments(found)));
  const kept = new Set(allSegments(found).map(({ name }) => name));
  await Promise.all(names.filter((name) => !kept.has(name)).map((name) => folder.remove(name)));
  const parsed = names.flatMap((name) => parseSegmentName(name) ?? []);
  return {
    row: found,
    nextNumber: Math.max(-1, ...parsed.map(({ n }) => n)) + 1,
    nextGeneration: Math.max(row.generation, ...parsed.map(({ generation }) => generation)) + 1,
    hadStrays: strays.length > 0,
  };
};

const endOf = ({ start, segments }: AheadPart): number => start + sizeOf(segments);
