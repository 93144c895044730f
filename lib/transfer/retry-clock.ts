import type { HeaderList } from '../protocol/stored';
import type { Clock } from './clock';
import { firstHeader } from './headers';
import type { Limits } from './limits';
import type { RetryState } from './record-row';

export interface Failure {
  /** The server has answered, this request or another. */
  heard: boolean;
  /** Milliseconds that the server asked for. */
  retryAfter: number | null;
}

/** When to fetch again after one more failure of a GET; null: never. */
export const nextRetry = (before: RetryState | undefined, failure: Failure, clock: Clock, limits: Limits): RetryState | null => {
  const now = clock.now();
  // While nobody tried, nobody can say that there was silence: paused, asleep, the browser closed.
  const untried = before ? Math.max(0, now - before.notBefore - limits.greatestDelay) : 0;
  const since = before ? before.since + untried : now;
  const attempts = (before?.attempts ?? 0) + 1;
  if (!failure.heard && attempts >= limits.unheardAttempts) return null;
  if (attempts >= limits.attempts && now - since >= limits.silence) return null;
  const backoff = clock.random() * Math.min(limits.greatestDelay, limits.firstDelay * 2 ** (attempts - 1));
  const wish = failure.retryAfter ?? 0;
  return { since, attempts, notBefore: now + Math.max(backoff, wish), ...(wish > backoff && { asked: true }) };
};

/** Statuses that may be about the moment and not about the resource. They are waited out only where the server says how long. */
const MOMENTARY = new Set([408, 429, 502, 503, 504]);

/** Milliseconds to wait by a momentary status' Retry-After; null where the answer is final. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
export const retryAfterOf = (status: number, headers: HeaderList, now: number): number | null => {
  const value = MOMENTARY.has(status) ? firstHeader(headers, 'retry-after')?.trim() : undefined;
  if (value === undefined) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  // By the server's own clock where it shows it.
  const from = Date.parse(firstHeader(headers, 'date') ?? '');
  return Number.isNaN(at) ? null : Math.max(0, at - (Number.isNaN(from) ? now : from));
};
