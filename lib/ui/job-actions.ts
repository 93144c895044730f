/** What a person may ask of one job in its present state. */

import type { Consent, JobView } from '../protocol/ui';
import type { Action, Ask } from './ask';
import { displayOrigin, isSite } from './foreign-text';
import type { Language, MessageKey } from './language';

/** What a person may answer for the site of a job that asks. */
export interface Answer {
  origin: string;
  consent: Consent;
  label: string;
  /** The label and the site it concerns. */
  name: string;
}

/** What the browser must let us do first. */
export interface AccessQuestion {
  /** Match pattern to ask for. */
  pattern: string;
  label: string;
  /** The label and the host it concerns. */
  name: string;
}

/** @param title as it is shown */
export function actionsOf(job: JobView, title: string, { text }: Language): Action[] {
  const payload = { job: job.job };
  const action = (place: Action['place'], ask: Ask, icon: Action['icon'], label: MessageKey): Action => ({
    place,
    asks: [ask],
    icon,
    label: text(label),
    name: text('named', text(label), title),
  });
  if (job.result !== '') {
    return [
      ...(job.hasData ? [action('save', { call: 'save', payload: { ...payload, index: null } }, 'save', 'actionSave')] : []),
      action('end', { call: 'remove', payload }, 'remove', 'actionRemove'),
    ];
  }
  const actions: Action[] = [];
  if (job.paused !== null && job.paused !== 'consent') actions.push(action('flow', { call: 'resume', payload }, 'resume', 'actionResume'));
  if (job.paused === null) {
    if (job.waiting !== null) actions.push(action('now', { call: 'retry', payload }, 'retry', 'actionRetry'));
    if (job.pausable) actions.push(action('flow', { call: 'pause', payload }, 'pause', 'actionPause'));
  }
  actions.push(action('end', { call: 'cancel', payload }, 'cancel', 'actionCancel'));
  return actions;
}

/** For a job that does not fit, or that the person prefers as plain files; null where that cannot be. */
export function directAction(job: JobView, title: string, { text }: Language): Action | null {
  if (job.result !== '' || !job.pausable || job.paused === 'consent' || !isSite(job.origin)) return null;
  const label = text('actionSaveDirectly');
  return { place: 'direct', asks: [{ call: 'saveDirectly', payload: { job: job.job } }], icon: 'direct', label, name: text('named', label, title) };
}

export function answersOf({ origin, paused }: JobView, { text }: Language): Answer[] {
  if (paused !== 'consent') return [];
  const site = displayOrigin(origin);
  return [
    { origin, consent: 'allow', label: text('answerAllow'), name: text('named', text('answerAllow'), site) },
    { origin, consent: 'block', label: text('answerBlock'), name: text('named', text('answerBlock'), site) },
  ];
}

export function accessOf({ result, paused, waiting }: JobView, { text }: Language): AccessQuestion | null {
  if (result !== '' || paused !== null || waiting?.for !== 'host-access') return null;
  const { protocol, hostname } = new URL(waiting.origin);
  // Without the port, for which not every browser has a pattern.
  return { pattern: `${protocol}//${hostname}/*`, label: text('allowAccess'), name: text('allowAccessNamed', displayOrigin(waiting.origin)) };
}
