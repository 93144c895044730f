/** The declarativeNetRequest session rule of one hop. */

import type { DeclarativeNetRequest } from 'webextension-polyfill';
import { tripwireOf, type HopKey, type HopOrder } from '../../protocol/transfer';

/** Ours among the extension's session rules. */
const firstHopRuleId = 1_000_000;
const lastHopRuleId = 1_499_999_999;
export const isHopRuleId = (id: number): boolean => id >= firstHopRuleId && id <= lastHopRuleId;
export const freeHopRuleId = (taken: number[]): number => Math.max(firstHopRuleId - 1, ...taken) + 1;

/** True for orders that an honest Worker can give. */
export const isHopOrder = ({ url, headers }: HopOrder): boolean =>
  /^https?:\/\//.test(url) &&
  Object.entries(headers).every(([name, value]) => /^[a-z0-9-]+$/.test(name) && (value === null || typeof value === 'string'));

/**
 * Must match nothing but the one hop that has the key: the fragment alone would also match the page's own request, and
 * `initiatorDomains` alone our own tabs.
 */
export const hopRule = (id: number, key: HopKey, headers: HopOrder['headers'], extensionHost: string): DeclarativeNetRequest.Rule => ({
  id,
  priority: 1,
  action: {
    type: 'modifyHeaders',
    requestHeaders: Object.entries({ ...headers, [tripwireOf(key)]: null }).map(([header, value]) =>
      value === null ? { header, operation: 'remove' } : { header, operation: 'set', value },
    ),
  },
  condition: { urlFilter: `#${key}|`, initiatorDomains: [extensionHost], tabIds: [-1], resourceTypes: ['xmlhttprequest'] },
});
