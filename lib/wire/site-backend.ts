/** lib/spec's Backend over the calls of protocol/site.ts: the same for a page and for a service worker. */

import type { SiteCalls, SitePushes } from '../protocol/site';
import type { Backend } from '../spec/backend';
import type { Listeners, Wire } from './wire';

export interface SiteBackend {
  backend: Backend;
  /** What arrives on any line of this realm. */
  pushes: Required<Listeners<SitePushes>>;
}

export function createSiteBackend(call: Wire<SiteCalls, {}>['call']): SiteBackend {
  let progressed: (progress: SitePushes['progress']) => void = () => {};
  let permissionChanged: (state: PermissionState) => void = () => {};
  return {
    backend: {
      fetch: (args) => call('fetch', args),
      get: (scope, id) => call('get', { scope, id }),
      getIds: (scope) => call('getIds', { scope }),
      abort: (job) => call('abort', { job }),
      match: (job, query, limit) => call('match', { job, query, limit }),
      awaitResponse: (job, index) => call('awaitResponse', { job, index }),
      readBody: (job, index, generation, offset) => call('readBody', { job, index, generation, offset }),
      updateUI: async (job, options) => void (await call('updateUI', { job, options })),
      permission: () => call('permission', null),
      onProgress: (listener) => (progressed = listener),
      onPermission: (listener) => (permissionChanged = listener),
    },
    pushes: {
      progress: (progress) => progressed(progress),
      permission: (state) => permissionChanged(state),
    },
  };
}
