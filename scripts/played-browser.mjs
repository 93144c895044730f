/**
 * The browser behind a page in a picture: its messages come from a locale file, its port from what the state says. Runs in the page, before its own
 * scripts, so it must stand alone.
 */
export function playBrowser({ language, messages, jobs, saves, files, consents, settings, storage, log, access, native }) {
  const fill = ({ message, placeholders = {} }, values) =>
    message.replace(/\$(\w+)\$/g, (_, name) => values[Number(placeholders[name.toLowerCase()].content.slice(1)) - 1]);
  const recordsOf = ({ job, from, count }) => {
    const { recordCount } = jobs.find((candidate) => candidate.job === job);
    return Array.from({ length: Math.min(count, recordCount - from) }, (_, offset) => ({ ...files[(from + offset) % files.length], job, index: from + offset }));
  };
  const connect = () => {
    let receive = () => {};
    const moving = jobs.filter(({ result, paused, waiting }) => result === '' && paused === null && waiting === null);
    setInterval(() => {
      for (const job of moving) {
        job[job.uploaded < job.uploadTotal ? 'uploaded' : 'downloaded'] += 1_900_000;
        receive({ push: 'changed', payload: { ...job } });
      }
    }, 200);
    const answers = {
      list: () => jobs,
      glance: () => ({ jobs, more: false }),
      saves: () => saves,
      consents: () => consents,
      settings: () => settings,
      storage: () => storage,
      log: () => log,
      tryIt: () => ({ job: jobs[0].job }),
      alwaysSaved: () => ['https://podcast.example'],
      records: recordsOf,
      remove: ({ job }) => {
        receive({ push: 'removed', payload: { job } });
        return null;
      },
    };
    return {
      onMessage: { addListener: (listener) => (receive = listener) },
      onDisconnect: { addListener: () => {} },
      disconnect: () => {},
      postMessage: ({ call, name, payload }) => queueMicrotask(() => receive({ reply: call, value: answers[name]?.(payload) ?? null })),
    };
  };
  // When a person first sees a job.
  new MutationObserver((_, observer) => {
    if (document.querySelector('.job') === null) return;
    observer.disconnect();
    requestAnimationFrame(() => performance.mark('listed'));
  }).observe(document, { childList: true, subtree: true });
  const event = { addListener: () => {} };
  globalThis.chrome = { runtime: { id: 'played', connect } };
  globalThis.browser = {
    runtime: { id: 'played', connect, getURL: (path) => path, getManifest: () => ({ version: '0.1.0' }) },
    permissions: { contains: async () => access, request: async () => false, onAdded: event, onRemoved: event },
    commands: { getAll: async () => [{ name: '_execute_action', shortcut: 'Alt+Shift+D' }] },
    i18n: { getUILanguage: () => language, getMessage: (key, values = []) => (messages[key] ? fill(messages[key], values) : '') },
  };
  if (native) globalThis.BackgroundFetchManager ??= function () {};
  else delete globalThis.BackgroundFetchManager;
}
