/** Joins the rooms of the background. Every listener is registered before this returns: only then do their events wake a stopped background. */

import browser from 'webextension-polyfill';
import { createConsentCalls } from '../consent/consent-calls';
import { createConsents } from '../consent/consents';
import { createBackgroundTabs } from '../delivery/background-tab';
import { createDeliverer } from '../delivery/deliverer';
import { createDoorbell, DOORBELL_PATTERN } from '../delivery/doorbell';
import { createErrands } from '../delivery/errands';
import { createFrameRules } from '../delivery/frame-rules';
import { hasHostAccess } from '../fetch-as/background/host-access';
import { createHops } from '../fetch-as/background/hops';
import { isSameSite } from '../fetch-as/same-site';
import { createJobsContext } from '../jobs/context';
import { createSiteCalls } from '../jobs/site-calls';
import { createSupervisor } from '../jobs/supervisor';
import { createUICalls } from '../jobs/ui-calls';
import { listJobFolders, removeJobFiles } from '../transfer/segments/job-folders';
import { readSegments } from '../transfer/segments/read-segments';
import { createAlarm } from './alarm';
import { createBadge } from './badge';
import { createBrowserHost } from './browser-host';
import { callerOf } from './caller';
import { createHolders } from './keep-alive';
import { fault, note } from './log';
import { createPersistence } from './persist';
import { routePorts } from './route-ports';
import { createSitePorts } from './site-ports';
import { tellTabs } from './tell-tabs';
import { acceptUIPort } from './ui-ports';
import { createVisits } from './visits';

const sameSite = (a: string, b: string): boolean => URL.canParse(a) && URL.canParse(b) && isSameSite(new URL(a), new URL(b));

const root = (): Promise<FileSystemDirectoryHandle> => navigator.storage.getDirectory();

export function startBackground(): void {
  const { action, alarms, declarativeNetRequest, i18n, permissions, runtime, storage, tabs, webRequest } = browser;
  const onFault = fault;
  const extensionURL = runtime.getURL('');

  const context = createJobsContext({
    files: {
      read: async (job, segments) => readSegments(await root(), job, segments),
      remove: async (job) => removeJobFiles(await root(), job),
      jobs: async () => listJobFolders(await root()),
    },
    onFault,
  });
  const consents = createConsents(storage.local);
  const errands = createErrands();
  const ownTabs = createBackgroundTabs({ tabs, onLine: () => navigator.onLine });

  const hostAccess = (url: string): Promise<boolean> => hasHostAccess(permissions, url);
  const hops = createHops({ declarativeNetRequest, webRequest, permissions, extensionURL });
  hops.register();
  const { host, accept: acceptHostPort } = createBrowserHost({
    hops: hops.handlers,
    transfers: {
      progress: (push) => supervisor.transfers.progress?.(push),
      recordChanged: (push) => supervisor.transfers.recordChanged?.(push),
      finished: (push) => supervisor.transfers.finished?.(push),
    },
    workerLost: () => void supervisor.workerStarted().catch((error: unknown) => onFault('worker lost', error)),
    workerStarted: () => hops.clearLeftovers(),
  });
  const hold = createHolders((busy) => host.keepAlive(busy));
  const deliverer = createDeliverer({
    errands,
    frameRules: createFrameRules(declarativeNetRequest),
    host,
    openTab: (place) => ownTabs.open(place),
    hostAccess,
    onFault,
    keepAlive: (busy) => hold(errands, busy),
  });

  const visits = createVisits({ tabs, isOurs: (tabId) => ownTabs.has(tabId) }, (origin) => visited(origin));
  const badge = createBadge({ action, i18n, onFault });
  const persist = createPersistence(navigator.storage, onFault);
  const supervisor = createSupervisor(context, {
    host: { transfer: () => host.transfer(), keepAlive: (busy) => hold(context, busy) },
    deliver: (job, event) => deliverer.deliver(job, event),
    permission: (origin) => consents.permission(origin),
    hostAccess,
    schedule: createAlarm({ alarms, onFault }, () => void supervisor.tick().catch((error: unknown) => onFault('tick', error))),
    onChange: (summary) => {
      badge(summary);
      visits.watch(summary.undelivered > 0);
      if (summary.active > 0) persist();
    },
  });
  const visited = (origin: string): void => void supervisor.siteVisited(origin).catch((error: unknown) => onFault('visit', error));

  const sitePorts = createSitePorts({
    callerOf: (port) => callerOf(port, { extensionId: runtime.id, sameSite }),
    siteCalls: (caller) =>
      createSiteCalls({ context, supervisor, permission: (origin) => consents.permission(origin), openTab: async (url) => void (await tabs.create({ url })) }, caller),
    watchers: context.watchers,
    permission: (origin) => consents.permission(origin),
    errands,
    onVisit: ({ origin, tabId }) => {
      if (!ownTabs.has(tabId)) visited(origin);
    },
    onFault,
  });
  const uiCalls = { ...createUICalls(context, supervisor), ...createConsentCalls(consents) };
  runtime.onConnect.addListener(
    routePorts({
      own: { extensionId: runtime.id, baseURL: extensionURL },
      site: (port) => sitePorts.accept(port),
      ui: (port) => acceptUIPort(port, { uiCalls, watchers: context.watchers, onFault }),
      host: acceptHostPort,
    }),
  );
  consents.onChange((site, state) => {
    sitePorts.tellPermission(site.origin, state);
    tellTabs(tabs, { recheck: 'permission' }).catch((error: unknown) => onFault('permission', error));
    supervisor.consentChanged(site.origin).catch((error: unknown) => onFault('consent', error));
    context.watchers.tellConsent(site);
  });
  permissions.onAdded.addListener(() => void supervisor.accessAdded().catch((error: unknown) => onFault('access added', error)));
  permissions.onRemoved.addListener(() => void supervisor.accessRemoved().catch((error: unknown) => onFault('access removed', error)));
  webRequest.onBeforeRequest.addListener(
    createDoorbell({
      connect: (place, nonce) => deliverer.connect(place, nonce),
      onRefused: (origin) => note('doorbell', `too many rings of ${origin}`),
      onFault,
    }),
    { urls: [DOORBELL_PATTERN] },
  );
  // Every start of the background looks after its jobs; these make the browser's own start one.
  runtime.onStartup.addListener(() => {});
  runtime.onInstalled.addListener(() => {});
  supervisor.boot().catch((error: unknown) => onFault('boot', error));
}
