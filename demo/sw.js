const CACHE = 'episodes';

addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil(clients.claim()));

const pages = async () => (await clients.matchAll({ type: 'window', includeUncontrolled: true })).filter(({ frameType }) => frameType !== 'nested');

/** Downloads are counted on the server. */
const report = (result) => fetch('downloads', { method: 'POST', body: result });

addEventListener('backgroundfetchsuccess', (event) => {
  const store = async () => {
    const open = (await pages()).length;
    const cache = await caches.open(CACHE);
    for (const record of await event.registration.matchAll()) await cache.put(record.request, await record.responseReady);
    await cache.put('notes.json', Response.json({ storedAt: Date.now(), pagesOpen: open }));
    await event.updateUI({ title: 'Long Rain, episode 12 is ready' });
    for (const page of await pages()) page.postMessage('stored');
    await report('stored');
  };
  event.waitUntil(store());
});

addEventListener('backgroundfetchfail', (event) => {
  const reason = event.registration.failureReason;
  event.waitUntil(Promise.all([event.updateUI({ title: 'Long Rain, episode 12 could not be downloaded' }), report(reason)]));
});

addEventListener('backgroundfetchabort', (event) => event.waitUntil(report('aborted')));

addEventListener('backgroundfetchclick', (event) => event.waitUntil(clients.openWindow('.')));
