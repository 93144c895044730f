/** The list that a page shows: rows made from jobs as they change, at a pace a person can follow. */

import type { JobKey } from '../protocol/background-fetch';
import type { SaveKey, SaveView } from '../protocol/saves';
import type { Settings } from '../protocol/settings';
import type { Consent, JobView } from '../protocol/ui';
import type { ConnectionEvents } from './background-connection';
import { describeJob, sectionOf, type Row, type Section } from './describe-job';
import { describeSites, type SiteRow } from './describe-sites';
import type { Language } from './language';
import { SpeedMeter } from './speed-meter';

export interface JobListState {
  /** Null until the first list came. Newest first; a row that has not changed is the same object. */
  rows: readonly Row[] | null;
  /** Others have ended before those in `rows`. */
  more: boolean;
  /** Those that have a job on the list or an answer of the user, by name; none until the answers are known. The same array until one changes. */
  sites: readonly SiteRow[];
  /** Of each job, in the order they began. */
  saves: ReadonlyMap<JobKey, readonly SaveView[]>;
  /** Null until they are known. */
  settings: Settings | null;
  online: boolean;
}

export interface JobList extends ConnectionEvents {
  state(): JobListState;
  subscribe(listener: () => void): () => void;
}

interface Entry {
  job: JobView;
  meter: SpeedMeter;
  row: Row | null;
  /** The row may say another thing now. */
  stale: boolean;
  /** The row as JSON, but for its icon, which may be long and is compared as it is. */
  text: string;
}

/** Those of one site in one section. */
interface SiteGroup<Item> {
  site: string;
  items: Item[];
}

/** Rows of the first drawing: as many as a popup has room for. They wait for no others to be described, drawn and painted. */
const FIRST = 8;
/** Milliseconds between two drawings, however many pushes arrive. */
const PACE = 100;
/** Milliseconds; speeds, times left and countdowns change although nothing arrives. */
const TICK = 1000;

/** @param now milliseconds since the epoch */
export function createJobList(language: Language, signal: AbortSignal, now: () => number = Date.now): JobList {
  const entries = new Map<JobKey, Entry>();
  const answers = new Map<string, Consent>();
  const saves = new Map<SaveKey, SaveView>();
  const listeners = new Set<() => void>();
  let state: JobListState = { rows: null, more: false, sites: [], saves: new Map(), settings: null, online: false };
  let byJob: JobListState['saves'] = state.saves;
  let answered = false;
  let drawing: ReturnType<typeof setTimeout> | null = null;

  const put = (job: JobView): void => {
    const entry = entries.get(job.job) ?? { job, meter: new SpeedMeter(), row: null, stale: true, text: '' };
    entry.job = job;
    entry.stale = true;
    entries.set(job.job, entry);
  };

  const rowOf = (entry: Entry): Row => {
    const { job, meter } = entry;
    // Hundreds are not described anew because one moves.
    if (entry.row !== null && !entry.stale) return entry.row;
    entry.stale = false;
    const at = now();
    if (job.result === '' && sectionOf(job) === 'running') meter.look(job.downloaded + job.uploaded, at);
    else meter.reset();
    const row = describeJob(job, byJob.get(job.job) ?? [], meter.bytesPerSecond, at, language);
    const text = JSON.stringify({ ...row, icon: null });
    if (entry.row === null || text !== entry.text || row.icon !== entry.row.icon) Object.assign(entry, { row, text });
    return entry.row ?? row;
  };

  const draw = (shown: Iterable<Entry> = entries.values()): void => {
    drawing = null;
    const rows = [...shown].map(rowOf).toSorted((a, b) => b.createdAt - a.createdAt);
    const known = state.rows;
    const same = known !== null && known.length === rows.length && rows.every((row, index) => row === known[index]);
    const origins = answered ? [...entries.values()].map(({ job }) => job.origin) : [];
    const sites = describeSites(origins, answers, state.settings?.defaultConsent ?? 'allow', language);
    publish({ ...state, saves: byJob, rows: same ? known : rows, sites: JSON.stringify(sites) === JSON.stringify(state.sites) ? state.sites : sites });
  };

  const publish = (next: JobListState): void => {
    if (next.rows === state.rows && next.more === state.more && next.sites === state.sites && next.saves === state.saves && next.settings === state.settings && next.online === state.online) return;
    state = next;
    for (const listener of listeners) listener();
  };

  const groupSaves = (): void => {
    byJob = Map.groupBy(saves.values(), ({ job }) => job);
    drawAllSoon();
  };

  const drawSoon = (): void => {
    if (state.rows !== null) drawing ??= setTimeout(() => draw(), PACE);
  };

  const drawAllSoon = (): void => {
    for (const entry of entries.values()) entry.stale = true;
    drawSoon();
  };

  const ticker = setInterval(() => {
    if ([...entries.values()].some(({ job }) => job.result === '')) drawAllSoon();
  }, TICK);
  signal.addEventListener('abort', () => {
    clearInterval(ticker);
    if (drawing !== null) clearTimeout(drawing);
  });

  return {
    listed: (jobs, more) => {
      publish({ ...state, more });
      const present = new Set(jobs.map(({ job }) => job));
      for (const key of entries.keys()) if (!present.has(key)) entries.delete(key);
      for (const job of jobs) put(job);
      if (state.rows !== null || entries.size <= FIRST) return draw();
      draw(firstShown(entries.values(), byJob));
      drawSoon();
    },
    changed: (job) => {
      put(job);
      drawSoon();
    },
    removed: (key) => {
      entries.delete(key);
      drawSoon();
    },
    consentsListed: (sites) => {
      answers.clear();
      for (const { origin, consent } of sites) answers.set(origin, consent);
      answered = true;
      drawSoon();
    },
    consentChanged: ({ origin, consent }) => {
      answers.set(origin, consent);
      drawSoon();
    },
    savesListed: (listed) => {
      saves.clear();
      for (const save of listed) saves.set(save.save, save);
      groupSaves();
    },
    saveChanged: (save) => {
      saves.set(save.save, save);
      groupSaves();
    },
    settingsChanged: (settings) => {
      publish({ ...state, settings });
      drawSoon();
    },
    online: (online) => publish({ ...state, online }),
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const SECTIONS: readonly Section[] = ['running', 'waiting', 'finished'];

const grouped = <Item>(items: readonly Item[], of: (item: Item) => { section: Section; site: string }): [Section, SiteGroup<Item>[]][] =>
  SECTIONS.map((section): [Section, SiteGroup<Item>[]] => {
    const sites = Map.groupBy(
      items.filter((item) => of(item).section === section),
      (item) => of(item).site,
    );
    return [section, [...sites].map(([site, items]) => ({ site, items }))];
  }).filter(([, groups]) => groups.length > 0);

/** Rows of each section, in order, a site's rows together where its first one stands; sections without rows are left out. */
export const bySection = (rows: readonly Row[]): [Section, SiteGroup<Row>[]][] => grouped(rows, (row) => row);

/** Those that stand first where all are shown: what is drawn after them moves none of them. */
const firstShown = (entries: Iterable<Entry>, saves: JobListState['saves']): Entry[] =>
  grouped(
    [...entries].toSorted((a, b) => b.job.createdAt - a.job.createdAt),
    ({ job }) => ({ section: sectionOf(job, saves.get(job.job)), site: job.origin }),
  )
    .flatMap(([, sites]) => sites.flatMap(({ items }) => items))
    .slice(0, FIRST);
