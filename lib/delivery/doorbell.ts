/**
 * A service worker with no line to us rings: it requests a path of its own origin. A static rule (public/doorbell-rules.json) blocks every such
 * request before the network, and webRequest sees it all the same, in both browsers. The answer is a line: a frame of its origin with the
 * errand `connect`, whose bridge hands the worker a port.
 */

import type { WebRequest } from 'webextension-polyfill';
import { DOORBELL_PATH } from '../protocol/service-worker';
import type { Place } from './wake';

export const DOORBELL_PATTERN = `*://*${DOORBELL_PATH}*`;

/** What webRequest tells of a request, in either browser's words. */
export type Ring = Pick<WebRequest.OnBeforeRequestDetailsType, 'url' | 'tabId' | 'originUrl' | 'incognito' | 'cookieStoreId'> & { initiator?: string; thirdParty?: boolean };

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An http or https URL of that origin: `blob:` URLs have an origin too. */
const isOf = (origin: string, url: string): boolean => URL.canParse(url) && new URL(url).href.startsWith(`${origin}/`);

/** Null for a ring that is not a service worker's own. */
export function readRing(ring: Ring): { place: Place; nonce: string } | null {
  if (ring.tabId !== -1 || ring.incognito) return null;
  // From the partition that a frame of this origin has in another site: what we load is in none, and would tell the two apart no longer.
  if (ring.thirdParty === true) return null;
  if (ring.cookieStoreId !== undefined && ring.cookieStoreId !== 'firefox-default') return null;
  const { origin, pathname, searchParams } = new URL(ring.url);
  const scope = searchParams.get('scope');
  const nonce = searchParams.get('nonce');
  // Firefox tells the worker's script, Chromium its origin.
  const requester = ring.originUrl ?? ring.initiator ?? '';
  if (pathname !== DOORBELL_PATH || scope === null || nonce === null || !UUID.test(nonce)) return null;
  if (!isOf(origin, requester) || !isOf(origin, scope)) return null;
  return { place: { origin, scope: new URL(scope).href, scriptURL: ring.originUrl ?? null }, nonce };
}

/** Rings of one origin that are answered in a row, and milliseconds after which one more is. */
const BURST = 5;
const REFILL = 10_000;
/** Origins remembered. Beyond it all are forgotten, which only forgives. */
const ORIGINS = 1_000;

export function createRateLimit(now: () => number = Date.now): (origin: string) => boolean {
  const buckets = new Map<string, { left: number; at: number }>();
  return (origin) => {
    if (buckets.size > ORIGINS) buckets.clear();
    const bucket = buckets.get(origin) ?? { left: BURST, at: now() };
    buckets.set(origin, bucket);
    const refilled = Math.floor((now() - bucket.at) / REFILL);
    bucket.at += refilled * REFILL;
    bucket.left = Math.min(BURST, bucket.left + refilled);
    if (bucket.left === 0) return false;
    bucket.left -= 1;
    return true;
  };
}

interface Environment {
  connect: (place: Place, nonce: string) => Promise<unknown>;
  /** Rings past the limit. */
  onRefused: (origin: string) => void;
  onFault: (where: string, error: unknown) => void;
  now?: () => number;
}

/** The listener for webRequest.onBeforeRequest with DOORBELL_PATTERN. */
export function createDoorbell({ connect, onRefused, onFault, now }: Environment): (ring: Ring) => void {
  const allowed = createRateLimit(now);
  return (details) => {
    const ring = readRing(details);
    if (ring === null) return;
    if (!allowed(ring.place.origin)) return onRefused(ring.place.origin);
    connect(ring.place, ring.nonce).catch((error: unknown) => onFault('doorbell', error));
  };
}
