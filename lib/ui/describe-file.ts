/** One file of a job as a line of a table. */

import type { RecordView } from '../protocol/manager';
import type { SaveView } from '../protocol/saves';
import type { Action } from './ask';
import type { Progress } from './describe-job';
import { describeSaves, type Saving } from './describe-saves';
import { cleanTitle } from './foreign-text';
import type { Language, MessageKey } from './language';

export interface FileLine {
  index: number;
  /** The last part of the path, to be read by people; the whole address stands beside it. */
  name: string;
  url: string;
  /** "GET 206 · audio/mpeg". */
  answer: string;
  size: string;
  progress: Progress | null;
  state: { tone: 'plain' | 'warning' | 'error'; text: string };
  save: Action | null;
  saving: Saving | null;
}

const FAILURES: Record<Exclude<RecordView['result'], '' | 'success'>, MessageKey> = {
  aborted: 'cancelled',
  'bad-status': 'fileBadStatus',
  'fetch-error': 'fileFetchError',
  'quota-exceeded': 'fileQuotaExceeded',
  'download-total-exceeded': 'fileTotalExceeded',
};

interface JobOfFile {
  active: boolean;
  /** Its bytes are still here. */
  savable: boolean;
}

/** @param saves of the job, in the order they began */
export function describeFile(file: RecordView, saves: readonly SaveView[], { active, savable }: JobOfFile, language: Language): FileLine {
  const { text } = language;
  const name = nameOf(file.url);
  const label = text('actionSave');
  return {
    index: file.index,
    name,
    url: file.url,
    answer: [file.method, file.status, cleanTitle(file.contentType)].filter((part) => part !== null && part !== '').join(' · '),
    size: sizeOf(file, language),
    progress: file.result === '' && active && file.total !== null && file.total > 0 ? { value: Math.min(file.downloaded, file.total), max: file.total } : null,
    state: stateOf(file, active, language),
    save: savable && file.result === 'success'
      ? { place: 'save', asks: [{ call: 'save', payload: { job: file.job, index: file.index } }], icon: 'save', label, name: text('named', label, name) }
      : null,
    saving: describeSaves(
      saves.filter(({ index }) => index === file.index),
      name,
      language,
    ),
  };
}

function sizeOf({ downloaded, total, uploaded, uploadTotal, result }: RecordView, { text, formats }: Language): string {
  if (uploaded < uploadTotal) return text('sentOf', formats.runningBytes(uploaded), formats.bytes(uploadTotal));
  if (result === '' && total !== null) return text('bytesOf', formats.runningBytes(downloaded), formats.bytes(total));
  return formats.bytes(downloaded);
}

function stateOf({ result, downloaded, uploaded, attempts }: RecordView, active: boolean, { text, plural }: Language): FileLine['state'] {
  if (result === 'success') return { tone: 'plain', text: text('fileDone') };
  if (result !== '') return { tone: result === 'aborted' ? 'plain' : 'error', text: text(FAILURES[result]) };
  if (attempts > 0) return { tone: 'warning', text: plural('fileRetrying', attempts) };
  return { tone: 'plain', text: text(active && downloaded + uploaded > 0 ? 'fileRunning' : 'fileQueued') };
}

function nameOf(url: string): string {
  const { pathname, host } = new URL(url);
  const last = pathname.split('/').filter(Boolean).at(-1);
  if (last === undefined) return host;
  try {
    return cleanTitle(decodeURIComponent(last)) || last;
  } catch {
    return last;
  }
}
