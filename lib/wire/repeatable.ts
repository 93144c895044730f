import type { BridgeCalls } from '../protocol/site';

/** A second run of these could do something twice, or be told that the first has done it. */
const ONCE: ReadonlySet<string> = new Set(['fetch', 'abort', 'updateUI', 'openWindow'] satisfies (keyof BridgeCalls)[]);

/** May a call whose connection was lost be made again over the next one? */
export const isRepeatable = (name: string): boolean => !ONCE.has(name);
