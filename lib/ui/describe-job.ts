/** A job as one row of the list: every word and number that is shown, and nothing else, so that equal rows need no new drawing. */

import type { BackgroundFetchFailureReason, JobKey } from '../protocol/background-fetch';
import type { SaveView } from '../protocol/saves';
import type { JobView, PauseReason } from '../protocol/ui';
import type { Action } from './ask';
import { describeSaves, type Saving } from './describe-saves';
import { cleanTitle, displayOrigin, ownerName } from './foreign-text';
import { accessOf, actionsOf, answersOf, directAction, type AccessQuestion, type Answer } from './job-actions';
import type { Language, MessageKey } from './language';

export type Section = 'running' | 'waiting' | 'finished';

/** `unknown`: bytes move, but how many there will be is not known. */
export type Progress = { value: number; max: number } | 'unknown';

export interface Note {
  tone: 'plain' | 'warning' | 'error';
  text: string;
}

export interface Row {
  job: JobKey;
  section: Section;
  /** The origin itself, and as it is shown. */
  site: string;
  origin: string;
  title: string;
  /** A `data:` URL of a PNG. */
  icon: string | null;
  /** Null: no bar. */
  progress: Progress | null;
  facts: string[];
  note: Note | null;
  /** To the question of the note; empty where none is asked. */
  answers: Answer[];
  access: AccessQuestion | null;
  saving: Saving | null;
  actions: Action[];
  /** Where the whole job can be given to the browser's own download manager. */
  direct: Action | null;
  fileCount: number;
  failed: boolean;
  /** Where the disk is full, plain files in another place are the way on. */
  full: boolean;
  createdAt: number;
}

const PAUSES: Record<Exclude<PauseReason, 'user'>, Note['tone']> = { consent: 'warning', metered: 'plain', 'host-access': 'warning' };
const PAUSE_TEXTS: Record<Exclude<PauseReason, 'user'>, MessageKey> = {
  consent: 'askConsent',
  metered: 'pausedOnMetered',
  'host-access': 'needsAccess',
};

const FAILURE_TEXTS: Record<Exclude<BackgroundFetchFailureReason, ''>, MessageKey> = {
  aborted: 'cancelled',
  'bad-status': 'failedBadStatus',
  'fetch-error': 'failedFetchError',
  'quota-exceeded': 'failedQuotaExceeded',
  'download-total-exceeded': 'failedTotalExceeded',
};

/** The browser's download manager has taken these files over from us: then they are the download. */
const direct = (saves: readonly SaveView[]): readonly SaveView[] => saves.filter(({ from }) => from === 'direct');

export function sectionOf(job: JobView, saves: readonly SaveView[] = []): Section {
  if (job.result === '') return job.paused === null && job.waiting === null ? 'running' : 'waiting';
  const states = direct(saves).map(({ state }) => state);
  return states.includes('running') ? 'running' : states.includes('paused') ? 'waiting' : 'finished';
}

const ICON = /^data:image\/png;base64,[\w+/]+=*$/;

/**
 * @param saves of this job, in the order they began
 * @param speed bytes a second of both directions; null when not known
 * @param now milliseconds since the epoch
 */
export function describeJob(job: JobView, saves: readonly SaveView[], speed: number | null, now: number, language: Language): Row {
  const title = cleanTitle(job.title) || language.text('untitled');
  const unfinished = job.result === '';
  const section = unfinished ? sectionOf(job) : 'finished';
  // That the fetch ended is no news to a person who has sent its files another way.
  const handedOver = job.failureReason === 'aborted' && direct(saves).length > 0;
  const saving = describeSaves(saves, title, language);
  return {
    job: job.job,
    section: sectionOf(job, saves),
    site: job.origin,
    origin: ownerName(job.origin, language.text('extensionName')),
    title,
    icon: job.icon !== null && ICON.test(job.icon) ? job.icon : null,
    progress: unfinished ? progressOf(job, section) : null,
    facts: unfinished ? runningFacts(job, section, speed, language) : handedOver ? [] : finishedFacts(job, now, language),
    note: noteOf(job, now, language),
    answers: answersOf(job, language),
    access: accessOf(job, language),
    saving: saving && handedOver ? { ...saving, actions: [] } : saving,
    actions: saving && handedOver && saving.actions.length > 0 ? saving.actions : actionsOf(job, title, language),
    direct: directAction(job, title, language),
    fileCount: job.recordCount,
    failed: job.failureReason !== '' && job.failureReason !== 'aborted',
    full: job.paused === null && job.waiting?.for === 'space',
    createdAt: job.createdAt,
  };
}

function progressOf(job: JobView, section: Section): Progress | null {
  if (job.paused === 'consent') return null;
  // A site that names no download total leaves only the upload to be measured, and that no longer than it lasts.
  const uploading = job.uploaded < job.uploadTotal;
  const max = job.downloadTotal > 0 ? job.uploadTotal + job.downloadTotal : uploading ? job.uploadTotal : 0;
  if (max > 0) return { value: Math.min(job.uploaded + job.downloaded, max), max };
  return section === 'running' ? 'unknown' : null;
}

function runningFacts(job: JobView, section: Section, speed: number | null, { formats, text, plural }: Language): string[] {
  const facts: string[] = job.paused === 'user' ? [text('pausedByUser')] : [];
  const { bytes, runningBytes } = formats;
  if (job.uploaded < job.uploadTotal) facts.push(text('sentOf', runningBytes(job.uploaded), bytes(job.uploadTotal)));
  else if (job.downloadTotal > 0) facts.push(job.downloaded > 0 ? text('bytesOf', runningBytes(job.downloaded), bytes(job.downloadTotal)) : bytes(job.downloadTotal));
  else if (job.downloaded > 0) facts.push(text('bytesSoFar', runningBytes(job.downloaded)));
  else if (section === 'running') facts.push(text('starting'));

  if (section === 'running' && speed !== null && speed >= 1) {
    facts.push(formats.speed(speed));
    const left = job.uploadTotal - job.uploaded + job.downloadTotal - job.downloaded;
    if (job.downloadTotal > 0 && left > 0) facts.push(text('timeLeft', formats.roughly(left / speed)));
  }
  if (job.recordCount > 1) facts.push(plural('filesOf', job.recordCount, formats.count(job.recordsDone)));
  return facts;
}

function finishedFacts(job: JobView, now: number, { formats, text, plural }: Language): string[] {
  const facts: string[] = job.failureReason === 'aborted' ? [text('cancelled')] : [];
  if (job.downloaded + job.uploaded > 0) facts.push(formats.bytes(job.downloaded + job.uploaded));
  if (job.recordCount > 1) facts.push(plural('files', job.recordCount));
  if (job.settledAt !== null) facts.push(formats.moment(job.settledAt, now));
  return facts;
}

function noteOf(job: JobView, now: number, { formats, text }: Language): Note | null {
  // What somebody did stands among the facts; a note says what happened.
  if (job.failureReason === 'aborted' || job.paused === 'user') return null;
  if (job.failureReason !== '') return { tone: 'error', text: text(FAILURE_TEXTS[job.failureReason]) };
  if (job.result !== '') return job.undelivered ? { tone: 'plain', text: text('undelivered') } : null;
  if (job.paused !== null) return { tone: PAUSES[job.paused], text: text(PAUSE_TEXTS[job.paused], displayOrigin(job.origin)) };
  if (job.waiting === null) return null;
  switch (job.waiting.for) {
    case 'network':
      return { tone: 'warning', text: text('waitingForNetwork') };
    case 'space':
      return { tone: 'warning', text: text('waitingForSpace') };
    case 'host-access':
      return { tone: 'warning', text: text('needsAccess', displayOrigin(job.waiting.origin)) };
    case 'retry': {
      const seconds = (job.waiting.until - now) / 1000;
      if (seconds <= 0) return { tone: 'warning', text: text('waitingForRetryNow') };
      return { tone: 'warning', text: text(job.waiting.asked ? 'waitingForServer' : 'waitingForRetry', formats.fromNow(seconds)) };
    }
  }
}
