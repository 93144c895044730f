/** What a settings object may hold. Values found on the disk are mended, values that arrive are refused where they are of another kind. */

import { asBoolean, asObject, asOneOf, malformed } from '../jobs/validate/shapes';
import type { Settings } from '../protocol/settings';

export const DEFAULTS: Settings = {
  defaultConsent: 'allow',
  connections: 24,
  connectionsPerHost: 6,
  speedLimit: null,
  onMetered: 'pause',
  keepDays: 7,
  notifyDone: true,
  notifyFailed: true,
};

/** Bytes a second. Slower than this, a server takes the connection for dead; faster no line is. */
const SLOWEST = 10_000;
const FASTEST = 10_000_000_000;

/** A whole number, moved to the nearest possible one. */
const asWithin = (least: number, most: number) => (value: unknown, what: string): number => {
  if (typeof value !== 'number' || Number.isNaN(value)) throw malformed(what);
  return Math.min(Math.max(Math.round(value), least), most);
};

const asSpeed = asWithin(SLOWEST, FASTEST);

const MEMBERS: { [Name in keyof Settings]: (value: unknown, what: string) => Settings[Name] } = {
  defaultConsent: (value, what) => asOneOf(value, ['allow', 'ask', 'block'], what),
  connections: asWithin(1, 48),
  connectionsPerHost: asWithin(1, 6),
  speedLimit: (value, what) => (value === null ? null : asSpeed(value, what)),
  onMetered: (value, what) => asOneOf(value, ['go-on', 'pause'], what),
  keepDays: asWithin(1, 90),
  notifyDone: asBoolean,
  notifyFailed: asBoolean,
};

const NAMES = Object.keys(MEMBERS) as (keyof Settings)[];

/** The members that are given. Throws `malformed`. */
export const asChanges = (payload: unknown): Partial<Settings> => {
  const given = asObject(payload, 'settings');
  return Object.fromEntries(NAMES.filter((name) => given[name] !== undefined).map((name) => [name, MEMBERS[name](given[name], name)]));
};

/** All members; the default for each that is missing or of another kind. */
export const asSettings = (stored: Record<string, unknown>): Settings => {
  const settings: Record<string, unknown> = { ...DEFAULTS };
  for (const name of NAMES) {
    try {
      settings[name] = MEMBERS[name](stored[name], name);
    } catch {
      // The default stands.
    }
  }
  return settings as unknown as Settings;
};
