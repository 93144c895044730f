/** A job as one row of the list: every word and number that is shown, and nothing else, so that equal rows need no new drawing. */

import type { BackgroundFetchFailureReason, JobKey } from '../protocol/background-fetch';
import type { Consent, JobView, PauseReason, UICalls } from '../protocol/ui';
import { cleanTitle, displayOrigin } from './foreign-text';
import type { Language, MessageKey } from './language';

export type Section = 'running' | 'waiting' | 'finished';

/** What a person may ask of one job, by the name of the call. */
export type JobCall = Exclude<keyof UICalls, 'list' | 'click' | 'consents' | 'setConsent'>;

export interface Action {
  /** Keeps its place in the row, whatever it does at the moment: a focused button stays where it is. */
  place: 'flow' | 'now' | 'end';
  call: JobCall;
  icon: 'pause' | 'resume' | 'retry' | 'cancel' | 'remove';
  label: string;
  /** The label and the job it concerns. */
  name: string;
}

/** What a person may answer for the site of a job that asks. */
export interface Answer {
  origin: string;
  consent: Consent;
  label: string;
  /** The label and the site it concerns. */
  name: string;
}

/** What the browser must let us do first. */
export interface Access {
  /** Match pattern to ask for. */
  pattern: string;
  label: string;
  /** The label and the host it concerns. */
  name: string;
}

export interface Note {
  tone: 'plain' | 'warning' | 'error';
  text: string;
}

export interface Row {
  job: JobKey;
  section: Section;
  origin: string;
  title: string;
  /** `data:` URL of a PNG of our making, or null. */
  picture: string | null;
  /** `unknown`: bytes move, but how many there will be is not known. Null: no bar. */
  progress: { value: number; max: number } | 'unknown' | null;
  facts: string[];
  note: Note | null;
  /** To the question of the note; empty where none is asked. */
  answers: Answer[];
  /** Null: nothing is missing. */
  access: Access | null;
  actions: Action[];
  createdAt: number;
}

const PAUSES: Record<PauseReason, Note['tone']> = { user: 'plain', consent: 'warning', metered: 'plain', 'host-access': 'warning' };
const PAUSE_TEXTS: Record<PauseReason, MessageKey> = {
  user: 'pausedByUser',
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

export function sectionOf(job: JobView): Section {
  if (job.result !== '') return 'finished';
  return job.paused === null && job.waiting === null ? 'running' : 'waiting';
}

/**
 * @param speed bytes a second of both directions; null when not known
 * @param now milliseconds since the epoch
 */
export function describeJob(job: JobView, speed: number | null, now: number, language: Language): Row {
  const section = sectionOf(job);
  const title = cleanTitle(job.title) || language.text('untitled');
  const progress = section === 'finished' ? null : progressOf(job, section);
  return {
    job: job.job,
    section,
    origin: displayOrigin(job.origin),
    title,
    picture: job.icon,
    progress,
    facts: section === 'finished' ? finishedFacts(job, now, language) : runningFacts(job, section, speed, language),
    note: noteOf(job, now, language),
    answers: answersOf(job, language),
    access: accessOf(job, language),
    actions: actionsOf(job, section, title, language),
    createdAt: job.createdAt,
  };
}

function progressOf(job: JobView, section: Section): Row['progress'] {
  // A site that names no download total leaves only the upload to be measured, and that no longer than it lasts.
  const uploading = job.uploaded < job.uploadTotal;
  const max = job.downloadTotal > 0 ? job.uploadTotal + job.downloadTotal : uploading ? job.uploadTotal : 0;
  if (max > 0) return { value: Math.min(job.uploaded + job.downloaded, max), max };
  return section === 'running' ? 'unknown' : null;
}

function runningFacts(job: JobView, section: Section, speed: number | null, { formats, text, plural }: Language): string[] {
  const facts: string[] = [];
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

function finishedFacts(job: JobView, now: number, { formats, plural }: Language): string[] {
  const facts: string[] = [];
  if (job.downloaded + job.uploaded > 0) facts.push(formats.bytes(job.downloaded + job.uploaded));
  if (job.recordCount > 1) facts.push(plural('files', job.recordCount));
  if (job.settledAt !== null) facts.push(formats.moment(job.settledAt, now));
  return facts;
}

function noteOf(job: JobView, now: number, { formats, text }: Language): Note | null {
  if (job.failureReason === 'aborted') return { tone: 'plain', text: text('cancelled') };
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
      return { tone: 'warning', text: seconds > 0 ? text('waitingForRetry', formats.fromNow(seconds)) : text('waitingForRetryNow') };
    }
  }
}

function answersOf({ origin, paused }: JobView, { text }: Language): Answer[] {
  if (paused !== 'consent') return [];
  const name = displayOrigin(origin);
  return [
    { origin, consent: 'allow', label: text('answerAllow'), name: text('answerAllowNamed', name) },
    { origin, consent: 'block', label: text('answerBlock'), name: text('answerBlockNamed', name) },
  ];
}

function accessOf({ waiting, paused }: JobView, { text }: Language): Access | null {
  if (paused !== null || waiting?.for !== 'host-access') return null;
  const { protocol, hostname } = new URL(waiting.origin);
  // Without the port, for which not every browser has a pattern.
  return { pattern: `${protocol}//${hostname}/*`, label: text('allowAccess'), name: text('allowAccessNamed', displayOrigin(waiting.origin)) };
}

function actionsOf(job: JobView, section: Section, title: string, { text }: Language): Action[] {
  const action = (place: Action['place'], call: JobCall, icon: Action['icon'], label: MessageKey, name: MessageKey): Action => ({
    place,
    call,
    icon,
    label: text(label),
    name: text(name, title),
  });
  if (section === 'finished') return [action('end', 'remove', 'remove', 'actionRemove', 'actionRemoveNamed')];
  const actions: Action[] = [];
  if (job.paused !== null && job.paused !== 'consent') actions.push(action('flow', 'resume', 'resume', 'actionResume', 'actionResumeNamed'));
  if (job.paused === null) {
    if (job.waiting !== null) actions.push(action('now', 'retry', 'retry', 'actionRetry', 'actionRetryNamed'));
    if (job.pausable) actions.push(action('flow', 'pause', 'pause', 'actionPause', 'actionPauseNamed'));
  }
  actions.push(action('end', 'cancel', 'cancel', 'actionCancel', 'actionCancelNamed'));
  return actions;
}
