import type { BridgedFetchArguments, FetchArguments, SiteCalls } from '../protocol/site';
import { checkIdLength } from '../wire/id-limit';
import type { Handlers } from '../wire/wire';
import type { BackgroundLine } from './background-line';

/**
 * The calls of a page or a service worker, passed on as they are but for `fetch`. The background checks every payload.
 * @param asked told of the scope of each call that has one
 */
export function siteHandlers(
  { call }: BackgroundLine,
  bridged: (args: FetchArguments) => Promise<BridgedFetchArguments>,
  asked: (scope: string) => void,
): Handlers<SiteCalls> {
  return {
    fetch: async (payload) => {
      checkIdLength(payload);
      asked(payload.scope);
      return call('fetch', await bridged(payload));
    },
    get: async (payload) => {
      checkIdLength(payload);
      asked(payload.scope);
      return call('get', payload);
    },
    getIds: (payload) => {
      asked(payload.scope);
      return call('getIds', payload);
    },
    abort: (payload) => call('abort', payload),
    match: (payload) => call('match', payload),
    awaitResponse: (payload) => call('awaitResponse', payload),
    readBody: (payload) => call('readBody', payload),
    updateUI: (payload) => call('updateUI', payload),
    permission: (payload) => call('permission', payload),
    openWindow: (payload) => call('openWindow', payload),
    focusWindow: (payload) => call('focusWindow', payload),
  };
}
