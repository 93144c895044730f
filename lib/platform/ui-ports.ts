/** Connections of the extension's own pages. */

import type { Runtime } from 'webextension-polyfill';
import { asBoolean, asObject } from '../jobs/validate/shapes';
import type { Watchers } from '../jobs/watchers';
import type { UICalls, UIPushes } from '../protocol/ui';
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
  uiCalls: Handlers<Omit<UICalls, 'look'>>;
  watchers: Pick<Watchers, 'addUI'>;
  /** A person has begun to look. */
  onSeen: () => void;
  onFault: (where: string, error: unknown) => void;
}

export function acceptUIPort(port: Runtime.Port, { uiCalls, watchers, onSeen, onFault }: Environment): void {
  const look: Handlers<Pick<UICalls, 'look'>>['look'] = (payload) => {
    const seeing = asBoolean(asObject(payload, 'look')['seeing'], 'seeing');
    watcher.look(seeing);
    if (seeing) onSeen();
    return null;
  };
  const wire = openWire<{}, UIPushes, UICalls, {}>(runtimePortEndpoint(port), { ...uiCalls, look }, {}, { onFault });
  const watcher = watchers.addUI({
    changed: (view) => wire.push('changed', view),
    removed: (job) => wire.push('removed', job),
    consent: (site) => wire.push('consent', site),
    save: (view) => wire.push('save', view),
    settings: (settings) => wire.push('settings', settings),
  });
  void wire.closed.then(() => watcher.close());
}
