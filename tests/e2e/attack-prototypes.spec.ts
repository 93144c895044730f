import { idsOf, noteOf, startFetch, type WithBackgroundFetch } from '../fixtures/background-fetch';
import type { Page } from '../fixtures/drivers/driver';
import { expect, test } from '../fixtures/test';

/**
 * Poisons what a realm's own code is made of, so that every call says it is of another origin and for a file of ours; then fetches.
 * In the page itself the shim ran before; in a frame without an address the poison is there before the shim is.
 */
const poisonAndFetch = (page: Page, where: 'page' | 'frame', { victim, url }: { victim: string; url: string }) =>
  page.evaluate(
    async (where, victim, url) => {
      await navigator.serviceWorker.ready;
      let realm: Window & typeof globalThis = window;
      if (where === 'frame') {
        const frame = document.createElement('iframe');
        document.body.append(frame);
        realm = frame.contentWindow as Window & typeof globalThis;
      }
      let rewritten = 0;
      const { postMessage } = realm.MessagePort.prototype;
      realm.MessagePort.prototype.postMessage = function (message: { payload?: Record<string, unknown> }, ...rest: unknown[]) {
        if (message?.payload?.['scope'] !== undefined) {
          rewritten++;
          Object.assign(message.payload, { scope: `${victim}/classic/`, origin: victim });
        }
        return postMessage.call(this, message, ...(rest as []));
      };
      const define = Object.defineProperty;
      for (const [name, value] of Object.entries({ origin: victim, clientURL: `${victim}/`, scriptURL: `${victim}/sw.js`, sender: { origin: victim } })) {
        define(realm.Object.prototype, name, { configurable: true, get: () => value, set() {} });
      }
      define(realm.Request.prototype, 'url', { configurable: true, get: () => 'file:///etc/hostname' });
      realm.Array.prototype.map = realm.Array.prototype.filter = function () {
        return ['file:///etc/hostname'] as never;
      };
      realm.fetch = (() => Promise.reject(new Error('mine'))) as never;
      // Chromium knows no service workers in such a frame: there is nothing to call.
      const registration = (await realm.navigator.serviceWorker.getRegistration('/classic/').catch(() => null)) as WithBackgroundFetch | null;
      if (!registration) return { outcome: 'out of reach', rewritten };
      const outcome = await registration.backgroundFetch.fetch('poisoned', url).then(
        () => 'started',
        () => 'rejected',
      );
      return { outcome, rewritten };
    },
    where,
    victim,
    url,
  );

for (const [where, when] of [
  ['page', 'after'],
  ['frame', 'before'],
] as const) {
  test(`attack: prototypes poisoned ${when} the shim do not make a page another origin`, async ({ open, server }) => {
    const file = server.file('/file', { size: 1_000 });
    const victim = await open(`${server.otherOrigin}/classic/`);
    expect(await idsOf(victim)).toEqual([]);
    const control = await open(`${server.origin}/classic/`);
    await startFetch(control, 'clean', [file.url]);
    await expect.poll(() => noteOf(control, 'clean'), 'the same fetch, not poisoned').toMatchObject({ type: 'backgroundfetchsuccess' });

    const attacker = await open(`${server.origin}/classic/`);
    const { outcome, rewritten } = await poisonAndFetch(attacker, where, { victim: server.otherOrigin, url: file.url });

    expect(outcome === 'started' && rewritten > 0, 'what was rewritten was taken').toBe(false);
    expect(await idsOf(victim), 'nothing was planted').toEqual([]);
    expect(file.requests().filter(({ headers }) => headers.origin !== undefined || headers['sec-fetch-site'] !== 'same-origin')).toEqual([]);
  });
}
