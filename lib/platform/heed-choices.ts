/** What a person's answers and settings change while all is running: the other rooms are told. */

import type { Tabs } from 'webextension-polyfill';
import type { Consents } from '../consent/consents';
import type { JobsContext } from '../jobs/context';
import type { Supervisor } from '../jobs/supervisor';
import { configureTransfers } from '../settings/configure-transfers';
import type { SettingsStore } from '../settings/settings';
import type { Host } from './host';
import type { SitePorts } from './site-ports';
import { tellTabs } from './tell-tabs';

interface Deps {
  consents: Pick<Consents, 'onChange'>;
  settings: Pick<SettingsStore, 'onChange'>;
  watchers: JobsContext['watchers'];
  supervisor: Pick<Supervisor, 'consentChanged' | 'connectionChanged' | 'keepForChanged' | 'tick'>;
  sitePorts: Pick<SitePorts, 'tellPermission' | 'recheckPermissions'>;
  host: Pick<Host, 'transfer'>;
  tabs: Pick<Tabs.Static, 'query' | 'sendMessage'>;
  onFault: (where: string, error: unknown) => void;
}

/** Must be called before the background's first turn ends: only then do changes wake a stopped one. */
export function heedChoices({ consents, settings, watchers, supervisor, sitePorts, host, tabs, onFault }: Deps): void {
  const watch = (where: string, work: Promise<unknown>): void => void work.catch((error: unknown) => onFault(where, error));

  consents.onChange((site, state) => {
    sitePorts.tellPermission(site.origin, state);
    watch('permission', tellTabs(tabs, { recheck: 'permission' }));
    watch('consent', supervisor.consentChanged(site.origin));
    watchers.tellConsent(site);
  });
  settings.onChange((now, before) => {
    watchers.tellSettings(now);
    watch('settings', host.transfer().then((worker) => configureTransfers(worker, now)));
    if (now.onMetered !== before.onMetered) watch('connection', supervisor.connectionChanged());
    if (now.keepDays !== before.keepDays) watch('settings', supervisor.keepForChanged());
    if (now.defaultConsent === before.defaultConsent) return;
    sitePorts.recheckPermissions();
    watch('permission', tellTabs(tabs, { recheck: 'permission' }));
    watch('consent', supervisor.tick());
  });
}
