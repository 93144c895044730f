import { expect, test, vi } from 'vitest';
import type { ErrorCode } from '../protocol/errors';
import type { FetchArguments } from '../protocol/site';
import { WireException } from '../wire/wire';
import type { Backend } from './backend';
import { installInWindow } from './install-window';
import { createBackend, createRealm, ORIGIN, recordState, registrationState } from './test-realm';

const install = (answers: Parameters<typeof createBackend>[0] = {}) => {
  const backend = createBackend(answers);
  const realm = createRealm();
  installInWindow(realm, backend);
  return { backend, realm, registration: realm.register(), push: backend.push };
};

/** `fetch()` whose Backend answers at once and remembers what it was asked. */
const installFetch = () => {
  const asked: FetchArguments[] = [];
  const home = install({
    fetch: async (args) => {
      asked.push(args);
      return registrationState({ id: args.id, job: `job-${args.id}` });
    },
  });
  return { ...home, asked, manager: home.registration.backgroundFetch };
};

test('interface objects are not enumerable and cannot be constructed', () => {
  const { realm } = install();
  for (const name of ['BackgroundFetchManager', 'BackgroundFetchRegistration', 'BackgroundFetchRecord']) {
    expect(Object.getOwnPropertyDescriptor(realm, name)).toMatchObject({ enumerable: false, writable: true, configurable: true });
    const Interface = realm[name] as unknown as new () => object;
    expect([Interface.name, Interface.length]).toEqual([name, 0]);
    expect(() => new Interface()).toThrow(new TypeError('Illegal constructor.'));
    expect(Object.prototype.toString.call(Interface.prototype)).toBe(`[object ${name}]`);
  }
});

test('`backgroundFetch` is the same object for a registration, and refuses any other kind of this', () => {
  const { realm, registration } = install();
  expect(registration.backgroundFetch).toBe(registration.backgroundFetch);
  expect(realm.register().backgroundFetch).not.toBe(registration.backgroundFetch);
  const { get, ...attributes } = Object.getOwnPropertyDescriptor(realm.ServiceWorkerRegistration.prototype, 'backgroundFetch')!;
  expect(attributes).toEqual({ set: undefined, enumerable: true, configurable: true });
  expect(() => get!.call({})).toThrow(TypeError);
});

test('members are enumerable and have the lengths of the IDL', () => {
  const { realm } = install();
  const lengths = (name: string) =>
    Object.entries(Object.getOwnPropertyDescriptors((realm[name] as unknown as { prototype: object }).prototype))
      .filter(([, { enumerable }]) => enumerable)
      .map(([key, { value }]) => `${key}${value ? `:${(value as { length: number }).length}` : ''}`);
  expect(lengths('BackgroundFetchManager')).toEqual(['fetch:2', 'get:1', 'getIds:0']);
  expect(lengths('BackgroundFetchRecord')).toEqual(['request', 'responseReady']);
  expect(lengths('BackgroundFetchRegistration').join()).toBe(
    'id,uploadTotal,uploaded,downloadTotal,downloaded,result,failureReason,recordsAvailable,onprogress,abort:0,match:1,matchAll:0',
  );
});

test('a request is stored with every property and its whole body', async () => {
  const { manager, asked } = installFetch();
  const init: RequestInit = { method: 'POST', body: 'hello', headers: { 'X-A': '1' }, credentials: 'include', integrity: 'sha256-x' };
  const request = new Request(`${ORIGIN}/up#f`, init);
  await manager.fetch('id', [request, `${ORIGIN}/b`], { title: 'T', downloadTotal: 5, icons: [{ src: '/i.png' }, { src: 'http://[' }] });
  expect(asked).toEqual([
    {
      scope: `${ORIGIN}/scope/`,
      id: 'id',
      title: 'T',
      downloadTotal: 5,
      icons: [{ src: `${ORIGIN}/i.png` }],
      requests: [
        expect.objectContaining({
          url: `${ORIGIN}/up#f`,
          method: 'POST',
          credentials: 'include',
          integrity: 'sha256-x',
          headers: [
            ['content-type', 'text/plain;charset=UTF-8'],
            ['x-a', '1'],
          ],
        }),
        expect.objectContaining({ url: `${ORIGIN}/b`, method: 'GET', body: null }),
      ],
    },
  ]);
  expect(await asked[0]!.requests[0]!.body!.text()).toBe('hello');
  expect(request.bodyUsed).toBe(true);
});

test('calls keep their order, however long a body takes to read; one that fails holds up nobody', async () => {
  const { manager, asked } = installFetch();
  let finish!: () => void;
  const slow = new ReadableStream({
    async start(controller) {
      await new Promise<void>((resolve) => (finish = resolve));
      controller.close();
    },
  });
  const calls = [
    manager.fetch('slow', new Request(ORIGIN, { method: 'POST', duplex: 'half', body: slow } as RequestInit)),
    manager.fetch('failing', failing()),
    manager.fetch('quick', ORIGIN),
  ];
  await new Promise((resolve) => setTimeout(resolve));
  expect(asked).toEqual([]);
  finish();
  await Promise.allSettled(calls);
  expect(asked.map(({ id }) => id)).toEqual(['slow', 'quick']);
});

const failing = () => {
  const body = new ReadableStream({ pull: () => Promise.reject(new Error('boom')) });
  return new Request(ORIGIN, { method: 'POST', duplex: 'half', body } as RequestInit);
};

test.each<[string, unknown[]]>([
  ['no arguments', []],
  ['one argument', ['id']],
  ['an empty id', ['', ORIGIN]],
  ['no requests', ['id', []]],
  ['a no-cors request', ['id', new Request(ORIGIN, { mode: 'no-cors' })]],
  ['credentials in the URL', ['id', 'https://user:pass@site.example/']],
  ['an invalid URL', ['id', 'http://[']],
  ['wss:', ['id', 'wss:127.0.0.1']],
  ['file:', ['id', 'file:///']],
  ['data:', ['id', 'data:text/plain,foo']],
  ['ftp:', ['id', 'ftp://site.example/']],
  ['an unknown scheme', ['id', 'foobar:bazqux']],
  ['options that are no object', ['id', ORIGIN, 5]],
  ['an icon without src', ['id', ORIGIN, { icons: [{}] }]],
  ['a BigInt total', ['id', ORIGIN, { downloadTotal: 5n }]],
  ['a body that fails', ['id', failing()]],
  ['a worse request behind a good one', ['id', [ORIGIN, 'foobar:']]],
])('fetch() rejects with TypeError and asks nobody: %s', async (_, args) => {
  const { manager, asked } = installFetch();
  await expect(Reflect.apply(manager.fetch, manager, args)).rejects.toThrow(TypeError);
  expect(asked).toEqual([]);
});

test('fetch() without an active worker rejects with TypeError, after conversion', async () => {
  const { realm } = installFetch();
  const manager = realm.register(null).backgroundFetch;
  await expect(manager.fetch('id', ORIGIN)).rejects.toThrow(TypeError);
  const thrown = new RangeError('title');
  await expect(
    manager.fetch('id', ORIGIN, {
      get title() {
        throw thrown;
      },
    }),
  ).rejects.toBe(thrown);
});

test('methods with a wrong this reject, never throw', async () => {
  const { manager } = installFetch();
  const registration = await manager.fetch('id', ORIGIN);
  for (const method of [manager.fetch, manager.get, manager.getIds, registration.abort, registration.match, registration.matchAll]) {
    await expect(Reflect.apply(method, {}, ['a', ORIGIN])).rejects.toThrow(TypeError);
  }
});

test.each([
  ['exists', 'TypeError', undefined],
  ['forbidden-url', 'TypeError', undefined],
  ['not-allowed', 'NotAllowedError', 0],
  ['quota-exceeded', 'QuotaExceededError', 22],
  ['gone', 'InvalidStateError', 11],
  ['disconnected', 'AbortError', 20],
  ['nonsense', 'OperationError', 0],
  ['toString', 'OperationError', 0],
])('an error "%s" of the Backend becomes %s', async (code, name, legacyCode) => {
  const { registration } = install({
    fetch: () => Promise.reject(new WireException(code as ErrorCode, 'why')),
    getIds: () => {
      throw new WireException(code as ErrorCode);
    },
  });
  const error = await registration.backgroundFetch.fetch('id', ORIGIN).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name });
  expect((error as DOMException).code).toBe(legacyCode);
  await expect(registration.backgroundFetch.getIds()).rejects.toMatchObject({ name });
});

test('get() gives the object that fetch() gave, undefined for none, TypeError for an empty id', async () => {
  const states = [registrationState({ job: 'job-id', downloaded: 7 }), null];
  const { registration } = install({ fetch: async () => registrationState({ job: 'job-id' }), get: async () => states.shift()! });
  const manager = registration.backgroundFetch;
  const fetched = await manager.fetch('id', ORIGIN);
  const progress: number[] = [];
  fetched.onprogress = () => progress.push(fetched.downloaded);
  expect(await manager.get('id')).toBe(fetched);
  expect(progress, 'as it stands now').toEqual([7]);
  expect(await manager.get('id')).toBeUndefined();
  await expect(manager.get('')).rejects.toThrow(TypeError);
  await expect(Reflect.apply(manager.get, manager, [])).rejects.toThrow(TypeError);
});

test('progress: attributes change just before the event; nothing after the result; none when nothing changed', async () => {
  const { manager, push } = installFetch();
  const registration = await manager.fetch('id', ORIGIN);
  const seen: unknown[] = [];
  registration.onprogress = (event: Event) => seen.push([event.target === registration, registration.downloaded, registration.result]);
  const progress = registrationState({ job: 'job-id' });
  push(progress);
  push({ ...progress, downloaded: 3 });
  push({ ...progress, downloaded: 3 });
  push({ ...progress, job: 'another', downloaded: 9 });
  push({ ...progress, downloaded: 4, result: 'failure', failureReason: 'aborted' });
  push({ ...progress, downloaded: 5, result: 'failure', failureReason: 'aborted' });
  push({ ...progress, downloaded: 4, result: 'failure', failureReason: 'aborted', recordsAvailable: false });
  expect(seen).toEqual([
    [true, 3, ''],
    [true, 4, 'failure'],
  ]);
  expect(registration).toMatchObject({ downloaded: 4, failureReason: 'aborted', recordsAvailable: false });
});

test('onprogress: what is no object becomes null; a replaced handler keeps its place', async () => {
  const { manager, push } = installFetch();
  const registration = await manager.fetch('id', ORIGIN);
  const order: string[] = [];
  registration.onprogress = () => order.push('never');
  registration.addEventListener('progress', () => order.push('listener'));
  registration.onprogress = () => order.push('handler');
  push(registrationState({ job: 'job-id', downloaded: 1 }));
  expect(order).toEqual(['handler', 'listener']);
  const object = {};
  registration.onprogress = object;
  expect(registration.onprogress).toBe(object);
  registration.onprogress = 5;
  expect(registration.onprogress).toBeNull();
  push(registrationState({ job: 'job-id', downloaded: 2 }));
  expect(order).toEqual(['handler', 'listener', 'listener']);
});

test('match() asks for the request itself, whatever properties the site gave the object', async () => {
  const match = vi.fn<Backend['match']>(async () => []);
  const { registration } = install({ fetch: async () => registrationState(), match });
  const fetched = await registration.backgroundFetch.fetch('id', ORIGIN);
  const request = new Request(`${ORIGIN}/q`, { method: 'PUT', headers: { a: 'b' } });
  Object.defineProperties(request, { url: { value: `${ORIGIN}/other` }, method: { value: 5 }, headers: { value: null } });
  await fetched.match(request);
  expect(match.mock.lastCall![1]!.request).toMatchObject({ url: `${ORIGIN}/q`, method: 'PUT', headers: [['a', 'b']] });
});

test('match() and matchAll() ask the Backend', async () => {
  const match = vi.fn<Backend['match']>(async () => [recordState()]);
  const { registration } = install({ fetch: async () => registrationState(), match });
  const fetched = await registration.backgroundFetch.fetch('id', ORIGIN);
  const [record] = await fetched.matchAll();
  expect(match).toHaveBeenLastCalledWith('job-1', null, null);
  expect(record!.request.url).toBe(`${ORIGIN}/a`);
  await fetched.match(new Request(`${ORIGIN}/q`, { method: 'PUT' }), { ignoreMethod: 1 });
  const query = {
    request: expect.objectContaining({ url: `${ORIGIN}/q`, method: 'PUT' }),
    options: { ignoreMethod: true, ignoreSearch: false, ignoreVary: false },
  };
  expect(match).toHaveBeenLastCalledWith('job-1', query, 1);
  match.mockResolvedValue([]);
  expect(await fetched.match(ORIGIN)).toBeUndefined();
  await expect(fetched.match('http://[')).rejects.toThrow(TypeError);
  await expect(Reflect.apply(fetched.match, fetched, [])).rejects.toThrow(TypeError);
});

test('without available records match() and matchAll() reject with InvalidStateError and ask nobody', async () => {
  const { registration } = install({ fetch: async () => registrationState({ result: 'success', recordsAvailable: false }) });
  const fetched = await registration.backgroundFetch.fetch('id', ORIGIN);
  await expect(fetched.matchAll('http://[')).rejects.toMatchObject({ name: 'InvalidStateError' });
  await expect(fetched.match(ORIGIN)).rejects.toMatchObject({ name: 'InvalidStateError' });
  await expect(fetched.matchAll(ORIGIN, 5)).rejects.toThrow(TypeError);
});
