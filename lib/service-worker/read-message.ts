import type { BackgroundFetchEventType } from '../protocol/background-fetch';
import { MARK, VERSION, type ServiceWorkerMessage } from '../protocol/service-worker';

const EVENT_TYPES: readonly unknown[] = [
  'backgroundfetchsuccess',
  'backgroundfetchfail',
  'backgroundfetchabort',
  'backgroundfetchclick',
] satisfies BackgroundFetchEventType[];

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function isWellFormed(message: Record<string, unknown>): boolean {
  const { kind, nonce, event } = message;
  switch (kind) {
    case 'ping':
    case 'activate':
      return true;
    case 'connect':
      return nonce === null || typeof nonce === 'string';
    case 'event':
      return isObject(event) && EVENT_TYPES.includes(event.type) && isObject(event.registration) && Array.isArray(event.records);
    default:
      return false;
  }
}

/** A message of the bridge; `'unknown'` for one that bears the mark and is of no version or shape we know; null for the site's own. */
export function readMessage(data: unknown): ServiceWorkerMessage | 'unknown' | null {
  if (!isObject(data) || !Object.hasOwn(data, MARK)) return null;
  return data[MARK] === VERSION && isWellFormed(data) ? (data as ServiceWorkerMessage) : 'unknown';
}
