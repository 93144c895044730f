import { expect, test, vi } from 'vitest';
import type { RegistrationState } from '../protocol/background-fetch';
import type { ServiceWorkerEvent } from '../protocol/site';
import type { Backend } from './backend';
import type { BackgroundFetchRegistration } from './background-fetch-registration';
import { installInServiceWorker } from './install-service-worker';
import { createBackend, createRealm, ORIGIN, recordState, registrationState, storedRequest } from './test-realm';

interface FiredEvent extends Event {
  registration: BackgroundFetchRegistration;
  waitUntil(promise?: unknown): void;
  updateUI(options?: unknown): Promise<void>;
}

const settled = registrationState({ result: 'success', downloaded: 4 });
const success: ServiceWorkerEvent = { type: 'backgroundfetchsuccess', registration: settled, records: [recordState()] };

const install = (answers: Parameters<typeof createBackend>[0] = {}) => {
  const realm = createRealm();
  const { fire } = installInServiceWorker(realm, createBackend(answers));
  const listen = (type: string, listener: (event: FiredEvent) => unknown): void =>
    realm.addEventListener(type, listener as unknown as (event: Event) => void);
  const { BackgroundFetchEvent, BackgroundFetchUpdateUIEvent } = realm as unknown as Record<string, new (...args: unknown[]) => FiredEvent>;
  return { realm, fire, listen, BackgroundFetchEvent: BackgroundFetchEvent!, BackgroundFetchUpdateUIEvent: BackgroundFetchUpdateUIEvent! };
};

const task = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

test.each([
  ['backgroundfetchsuccess', 'BackgroundFetchUpdateUIEvent'],
  ['backgroundfetchfail', 'BackgroundFetchUpdateUIEvent'],
  ['backgroundfetchabort', 'BackgroundFetchEvent'],
  ['backgroundfetchclick', 'BackgroundFetchEvent'],
] as const)('%s is a %s, heard by listeners and by its handler attribute', async (type, name) => {
  const home = install();
  const seen: Event[] = [];
  home.listen(type, (event) => seen.push(event));
  Object.assign(home.realm, { [`on${type}`]: (event: Event) => seen.push(event) });
  expect(await home.fire({ ...success, type })).toEqual({ rejected: false });
  expect(seen.map((event) => [event.type, event.constructor.name, event instanceof home[name]])).toEqual([
    [type, name, true],
    [type, name, true],
  ]);
});

test('handler attributes are own, enumerable accessors of the global that start as null', () => {
  const { realm } = install();
  const { get, set, ...attributes } = Object.getOwnPropertyDescriptor(realm, 'onbackgroundfetchclick')!;
  expect(attributes).toEqual({ enumerable: true, configurable: true });
  expect([get!.name, set!.name, set!.length]).toEqual(['get onbackgroundfetchclick', 'set onbackgroundfetchclick', 1]);
  expect(get!.call(undefined)).toBeNull();
  expect(() => get!.call({})).toThrow(TypeError);
});

test('fire resolves when the last promise settled, and only then are records no longer available', async () => {
  const { fire, listen } = install();
  const steps: string[] = [];
  let registration!: BackgroundFetchRegistration;
  listen('backgroundfetchsuccess', (event) => {
    registration = event.registration;
    event.waitUntil(
      task().then(() => {
        steps.push('first');
        event.waitUntil(task().then(() => steps.push(`second ${registration.recordsAvailable}`)));
      }),
    );
  });
  expect(await fire(success)).toEqual({ rejected: false });
  expect(steps).toEqual(['first', 'second true']);
  expect(registration.recordsAvailable).toBe(false);
  await expect(registration.matchAll()).rejects.toMatchObject({ name: 'InvalidStateError' });
});

test('a click leaves the records available', async () => {
  const { fire, listen } = install({ match: async () => [] });
  let registration!: BackgroundFetchRegistration;
  listen('backgroundfetchclick', (event) => (registration = event.registration));
  await fire({ type: 'backgroundfetchclick', registration: registrationState(), records: [] });
  expect(registration.recordsAvailable).toBe(true);
  expect(await registration.matchAll()).toEqual([]);
});

test('rejected promises and throwing listeners are told, and every listener is heard', async () => {
  const { fire, listen } = install();
  const later = vi.fn<() => void>();
  listen('backgroundfetchsuccess', (event) => event.waitUntil(Promise.reject(new Error('no'))));
  listen('backgroundfetchabort', () => {
    throw new Error('no');
  });
  listen('backgroundfetchabort', later);
  expect(await fire(success)).toEqual({ rejected: true });
  expect(await fire({ ...success, registration: { ...settled, job: 'job-2' }, type: 'backgroundfetchabort' })).toEqual({ rejected: true });
  expect(later).toHaveBeenCalledOnce();
});

test('waitUntil() works in the microtasks of a listener, not in a later task without a pending promise', async () => {
  const { fire, listen } = install();
  const outcomes: string[] = [];
  const attempt = (event: FiredEvent, when: string): void => {
    try {
      event.waitUntil(null);
      outcomes.push(`${when}: ok`);
    } catch (error) {
      outcomes.push(`${when}: ${(error as Error).name}`);
    }
  };
  listen('backgroundfetchsuccess', async (event) => {
    expect(() => event.waitUntil()).toThrow(TypeError);
    void task().then(() => attempt(event, 'task'));
    await Promise.resolve();
    await Promise.resolve();
    attempt(event, 'microtask');
  });
  await fire(success);
  await task();
  expect(outcomes).toEqual(['microtask: ok', 'task: InvalidStateError']);
});

test('waitUntil() works in a reaction to the pending promise, not in a microtask after it', async () => {
  const { fire, listen } = install();
  const outcomes: string[] = [];
  const attempt = (event: FiredEvent): void => {
    try {
      event.waitUntil(null);
      outcomes.push('ok');
    } catch (error) {
      outcomes.push((error as Error).name);
    }
  };
  listen('backgroundfetchsuccess', (event) => {
    const pending = task().then(task);
    void pending.then(() => outcomes.push('reaction'));
    event.waitUntil(pending);
    void pending.then(() => Promise.resolve().then(() => Promise.resolve().then(() => Promise.resolve().then(() => attempt(event)))));
  });
  await fire(success);
  await task();
  expect(outcomes).toEqual(['reaction', 'InvalidStateError']);
});

test('records come with the event: match() and matchAll() ask nobody', async () => {
  const { fire, listen } = install();
  const found: unknown[] = [];
  listen('backgroundfetchfail', (event) =>
    event.waitUntil(
      (async () => {
        found.push((await event.registration.matchAll()).length);
        found.push(await (await (await event.registration.match(`${ORIGIN}/b`))!.responseReady).text());
        found.push(await event.registration.match(`${ORIGIN}/c`));
      })(),
    ),
  );
  const records = [recordState(), recordState({ index: 1, request: storedRequest({ url: `${ORIGIN}/b` }), body: [new Blob(['b'])] })];
  expect(await fire({ type: 'backgroundfetchfail', registration: settled, records })).toEqual({ rejected: false });
  expect(found).toEqual([2, 'b', undefined]);
});

test('the event carries the object that get() gave, brought up to date first', async () => {
  const state: RegistrationState = registrationState();
  const { realm, fire, listen } = install({ get: async () => state });
  const registration = (await realm.register().backgroundFetch.get('id'))!;
  const seen: unknown[] = [];
  registration.onprogress = () => seen.push(['progress', registration.result]);
  listen('backgroundfetchsuccess', (event) => seen.push([event.registration === registration, event.registration.downloaded]));
  await fire(success);
  expect(seen).toEqual([
    ['progress', 'success'],
    [true, 4],
  ]);
});

test('updateUI() works once, while the event is active, with absolute icon addresses', async () => {
  const updateUI = vi.fn<Backend['updateUI']>(async () => {});
  const { fire, listen } = install({ updateUI });
  const outcomes: unknown[] = [];
  let late!: FiredEvent;
  listen('backgroundfetchsuccess', (event) => {
    late = event;
    event.waitUntil(
      (async () => {
        await expect(event.updateUI({ icons: 5 })).rejects.toThrow(TypeError);
        outcomes.push(await event.updateUI({ title: 'T', icons: [{ src: '/i' }] }));
        await event.updateUI({ title: 'again' }).catch((error: Error) => outcomes.push(error.name));
      })(),
    );
  });
  expect(await fire(success)).toEqual({ rejected: false });
  expect(outcomes).toEqual([undefined, 'InvalidStateError']);
  expect(updateUI.mock.calls).toEqual([['job-1', { title: 'T', icons: [{ src: `${ORIGIN}/i` }] }]]);
  await expect(late.updateUI()).rejects.toMatchObject({ name: 'InvalidStateError' });
});

test('updateUI() without members resolves and asks nobody', async () => {
  const { fire, listen } = install();
  listen('backgroundfetchsuccess', (event) => event.waitUntil(event.updateUI()));
  expect(await fire(success)).toEqual({ rejected: false });
});

test('events that a site constructs have a registration and are never active', async () => {
  const { fire, listen, BackgroundFetchEvent, BackgroundFetchUpdateUIEvent } = install();
  let registration!: BackgroundFetchRegistration;
  listen('backgroundfetchsuccess', (event) => (registration = event.registration));
  await fire(success);
  const event = new BackgroundFetchUpdateUIEvent('x', { registration, cancelable: true });
  expect([event.type, event.registration === registration, event.cancelable]).toEqual(['x', true, true]);
  expect(() => event.waitUntil(null)).toThrow(expect.objectContaining({ name: 'InvalidStateError' }));
  await expect(event.updateUI()).rejects.toMatchObject({ name: 'InvalidStateError' });
  for (const args of [[], ['x'], ['x', undefined], ['x', {}], ['x', { registration: {} }], ['x', 5]]) {
    expect(() => new BackgroundFetchEvent(...args)).toThrow(TypeError);
    expect(() => new BackgroundFetchUpdateUIEvent(...args)).toThrow(TypeError);
  }
  expect([BackgroundFetchEvent.length, BackgroundFetchUpdateUIEvent.length]).toEqual([2, 2]);
});
