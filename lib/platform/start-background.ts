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
import { soleProgress } from '../jobs/sole-progress';
import { createJobsContext } from '../jobs/context';
import { createSiteCalls } from '../jobs/site-calls';
import { createSupervisor } from '../jobs/supervisor';
import { createUICalls } from '../jobs/ui-calls';
import { configureTransfers } from '../settings/configure-transfers';
import { createManagerCalls } from '../settings/manager-calls';
import { createSettings } from '../settings/settings';
import { listJobFolders, removeJobFiles } from '../transfer/segments/job-folders';
import { segmentReader } from '../transfer/segments/read-segments';
import { createTryItCalls, exceptOwn } from '../try-it/try-it-calls';
import { createAlarm } from './alarm';
import { createBadge } from './badge';
import { createBrowserHost } from './browser-host';
import { browserSession } from './browser-session';
import { callerOf } from './caller';
import { createFindTab } from './find-tab';
import { heedChoices } from './heed-choices';
import { createHolders } from './keep-alive';
import { fault, logEntries, note } from './log';
import { watchMetered } from './metered';
import { createNotifications } from './notifications';
import { createPersistence } from './persist';
import { routePorts } from './route-ports';
import { createSafeUpdate } from './safe-update';
import { createSitePorts } from './site-ports';
import { startMemory } from './start-memory';
import { startSaves } from './start-saves';
import { acceptUIPort } from './ui-ports';
import { createUnseenFailures } from './unseen-failures';
import { createVisits } from './visits';
import { createWelcome } from './welcome';

const sameSite = (a: string, b: string): boolean => URL.canParse(a) && URL.canParse(b) && isSameSite(new URL(a), new URL(b));

const DAY = 24 * 60 * 60_000;

const root = (): Promise<FileSystemDirectoryHandle> => navigator.storage.getDirectory();

export function startBackground(): void {
  const { action, alarms, declarativeNetRequest, downloads, i18n, notifications, permissions, runtime, storage, tabs, webRequest, windows } = browser;
  const onFault = fault;
  const extensionURL = runtime.getURL('');
  const ownOrigin = extensionURL.replace(/\/$/, '');

  const settings = createSettings({ local: storage.local, sync: storage.sync ?? null, onFault });
  const context = createJobsContext({
    files: {
      open: (job) => segmentReader(root, job),
      remove: async (job) => removeJobFiles(await root(), job),
      jobs: async () => listJobFolders(await root()),
    },
    keepFor: async () => (await settings.get()).keepDays * DAY,
    onFault,
  });
  const consents = createConsents(storage.local, async () => (await settings.get()).defaultConsent);
  const errands = createErrands();
  const frameRules = createFrameRules(declarativeNetRequest, new URL(extensionURL).host);
  const ownTabs = createBackgroundTabs({ tabs, rules: frameRules, area: storage.session, sameSite, onLine: () => navigator.onLine });

  const hostAccess = (url: string): Promise<boolean> => hasHostAccess(permissions, url);
  const hops = createHops({ declarativeNetRequest, webRequest, permissions, extensionURL });
  hops.register();
  const { host, accept: acceptHostPort } = createBrowserHost({
    hops: hops.handlers,
    transfers: {
      progress: (push) => {
        supervisor.transfers.progress?.(push);
        badge.moved();
      },
      recordChanged: (push) => supervisor.transfers.recordChanged?.(push),
      finished: (push) => supervisor.transfers.finished?.(push),
    },
    workerLost: () => void supervisor.workerStarted().catch((error: unknown) => onFault('worker lost', error)),
    workerStarted: async (worker) => {
      const session = await browserSession(storage.session);
      await Promise.all([hops.clearLeftovers(), worker.call('enter', { session }), configureTransfers(worker, await settings.get())]);
    },
  });
  const updateSafely = createSafeUpdate(runtime);
  const hold = createHolders((busy) => {
    host.keepAlive(busy);
    updateSafely(busy);
  });
  const deliverer = createDeliverer({
    errands,
    frameRules,
    host,
    openTab: (place) => ownTabs.open(place),
    hostAccess,
    onFault,
    keepAlive: (busy) => hold(errands, busy),
  });

  const visits = createVisits({ tabs, runtime, alarms, memory: startMemory(), isOurs: (tabId) => ownTabs.has(tabId), onFault }, (origin) => visited(origin));
  const badge = createBadge({ action, i18n, progress: () => soleProgress(context), onFault });
  const isSeen = (): boolean => context.watchers.seen;
  const unseen = createUnseenFailures({ area: storage.session, isSeen, tell: (count) => badge.failed(count) });
  const saves = startSaves(context, {
    downloads: downloads as typeof downloads | undefined,
    extensionId: runtime.id,
    area: storage.local,
    host: { openBlob: (parts) => host.openBlob(parts), closeBlob: (url) => host.closeBlob(url), keepAlive: (busy) => hold(saves, busy) },
    abort: (job) => supervisor.abort(job),
  });
  // Safari has none.
  const notifier = (notifications as typeof notifications | undefined) && createNotifications({
    notifications,
    i18n,
    iconURL: runtime.getURL('icon/128.png'),
    settings: () => settings.get(),
    isSeen,
    click: (job) => supervisor.click(job),
    onFault,
  });
  /** Everybody who wants to know: one that fails keeps nothing from the others. */
  const tellAll = async (where: string, ...works: (Promise<unknown> | undefined)[]): Promise<void> => {
    await Promise.all(works.map(async (work) => work?.catch((error: unknown) => onFault(where, error))));
  };
  const persist = createPersistence(navigator.storage, onFault);
  const isMetered = watchMetered(() => void supervisor.connectionChanged().catch((error: unknown) => onFault('connection', error)));
  const freeBytes = async (): Promise<number> => {
    // Before it is decided, less seems to be there than is.
    await persist();
    const { quota = 0, usage = 0 } = await navigator.storage.estimate();
    return quota - usage;
  };
  const supervisor = createSupervisor(context, {
    host: { transfer: () => host.transfer(), keepAlive: (busy) => hold(context, busy) },
    deliver: exceptOwn((job, makeEvent) => deliverer.deliver(job, makeEvent), ownOrigin, () => void tellAll('click', tabs.create({ url: runtime.getURL('manager.html') }))),
    permission: (origin) => consents.permission(origin),
    isHeldByConnection: async () => isMetered() && (await settings.get()).onMetered === 'pause',
    hostAccess,
    schedule: createAlarm({ alarms, onFault }, () => void supervisor.tick().catch((error: unknown) => onFault('tick', error))),
    onChange: (summary) => {
      badge.summary(summary);
      visits.watch(summary.undelivered > 0);
      if (summary.active > 0) void persist();
    },
    onEnded: (job) => tellAll('ended', unseen.ended(job), notifier?.ended(job)),
    fulfil: (job) => saves.ended(job),
    onForgotten: (job) => void tellAll('forgotten', saves.forgotten(job), notifier?.forgotten(job)),
  });
  const visited = (origin: string): void => void supervisor.siteVisited(origin).catch((error: unknown) => onFault('visit', error));

  const openTab = async (url: string): Promise<void> => {
    const { windowId } = await tabs.create({ url });
    // A click on a notification may come from another program.
    if (windowId !== undefined) await (windows as typeof windows | undefined)?.update(windowId, { focused: true });
  };
  const findTab = createFindTab({ tabs, windows, isOurs: (tabId) => ownTabs.has(tabId) });
  const sitePorts = createSitePorts({
    callerOf: (port) => callerOf(port, { extensionId: runtime.id, sameSite }),
    siteCalls: (caller) =>
      createSiteCalls(
        { context, supervisor, permission: (origin) => consents.permission(origin), freeBytes, openTab, findTab },
        caller,
      ),
    watchers: context.watchers,
    permission: (origin) => consents.permission(origin),
    errands,
    onVisit: ({ origin, tabId }) => {
      if (!ownTabs.has(tabId)) visited(origin);
    },
    onFault,
  });
  const managerCalls = createManagerCalls({
    context,
    supervisor,
    settings,
    estimate: () => navigator.storage.estimate(),
    log: logEntries,
    forgetChoices: async () => {
      await settings.clear();
      await storage.local.clear();
    },
  });
  const tryItCalls = createTryItCalls({ context, supervisor, origin: ownOrigin, fetch: (url) => fetch(url), title: i18n.getMessage('tryPicture'), freeBytes });
  const uiCalls = { ...createUICalls(context, supervisor), ...createConsentCalls(consents), ...saves.calls, ...managerCalls, ...tryItCalls };
  runtime.onConnect.addListener(
    routePorts({
      own: { extensionId: runtime.id, baseURL: extensionURL },
      site: (port) => sitePorts.accept(port),
      ui: (port) => acceptUIPort(port, { uiCalls, watchers: context.watchers, onSeen: () => void tellAll('seen', unseen.seen()), onFault }),
      host: acceptHostPort,
    }),
  );
  heedChoices({ consents, settings, watchers: context.watchers, supervisor, sitePorts, host, tabs, onFault });
  permissions.onAdded.addListener(() => void supervisor.accessAdded().catch((error: unknown) => onFault('access added', error)));
  permissions.onRemoved.addListener(() => {
    hops.accessRemoved();
    void supervisor.accessRemoved().catch((error: unknown) => onFault('access removed', error));
  });
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
  runtime.onInstalled.addListener(createWelcome({ tabs, runtime, onFault }));
  void tellAll('boot', supervisor.boot(), saves.boot(), unseen.boot(), frameRules.clearLeftovers());
}
