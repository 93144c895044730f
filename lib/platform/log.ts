/**
 * What went wrong in the background, for whoever looks: the last entries in memory, faults on the console too.
 * Holds no bodies and no URL queries, which carry users' secrets.
 */

export interface LogEntry {
  /** Milliseconds since the epoch. */
  at: number;
  where: string;
  text: string;
}

const KEPT = 200;
const entries: LogEntry[] = [];

const QUERY = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s?#'"]*)[?#][^\s'"]*/gi;

/** Query and fragment of every URL in the text replaced. */
export const withoutQueries = (text: string): string => text.replace(QUERY, '$1?…');

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : ` ← ${describe(error.cause)}`;
  return `${error.name}: ${error.message}${cause}`;
}

function add(where: string, text: string): string {
  const clean = withoutQueries(text);
  entries.push({ at: Date.now(), where, text: clean });
  if (entries.length > KEPT) entries.shift();
  return clean;
}

/** Something worth knowing when a fault is looked into, and no fault itself. */
export const note = (where: string, text: string): void => void add(where, text);

/** A fault of ours, or of the browser under us. */
export const fault = (where: string, error: unknown): void => {
  console.error(`[${where}]`, add(where, describe(error)));
};

export const logEntries = (): readonly LogEntry[] => entries;
