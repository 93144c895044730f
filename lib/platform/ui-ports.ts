/** Connections of the extension's own pages. */

import type { Runtime } from 'webextension-polyfill';
import type { ConsentCalls } from '../consent/consent-calls';
import type { UIJobCalls } from '../jobs/ui-calls';
import type { Watchers } from '../jobs/watchers';
import type { UIPushes } from '../protocol/ui';
import { runtimePortEndpoint } from '../wire/runtime-port';
import { openWire, type Handlers } from '../wire/wire';

export interface OwnPages {
  extensionId: string;
  /** `runtime.getURL('')`. */
  baseURL: string;
}

/** One of our own pages, and no document that a page of ours may have been made to show. */
export function isOwnPage({ sender }: Pick<Runtime.Port, 'sender'>, { extensionId, baseURL }: OwnPages): boolean {
  if (sender?.id !== extensionId || sender.url?.startsWith(baseURL) !== true) return false;
  const { origin } = sender as { origin?: string };
  return origin === undefined || `${origin}/` === baseURL;
}

interface Environment {
  uiCalls: Handlers<UIJobCalls & ConsentCalls>;
  watchers: Pick<Watchers, 'addUI'>;
  onFault: (where: string, error: unknown) => void;
}

export function acceptUIPort(port: Runtime.Port, { uiCalls, watchers, onFault }: Environment): void {
  const wire = openWire<{}, UIPushes, UIJobCalls & ConsentCalls, {}>(runtimePortEndpoint(port), uiCalls, {}, { onFault });
  const end = watchers.addUI({
    changed: (view) => wire.push('changed', view),
    removed: (job) => wire.push('removed', job),
    consent: (site) => wire.push('consent', site),
    save: (view) => wire.push('save', view),
    settings: (settings) => wire.push('settings', settings),
  });
  void wire.closed.then(end);
}
