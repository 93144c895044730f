import { expect, test, vi } from 'vitest';
import type { ErrorCode } from '../protocol/errors';
import { WireException } from '../wire/wire';
import { installInServiceWorker } from './install-service-worker';
import { installInWindow } from './install-window';
import { createBackend, createRealm } from './test-realm';

interface Status extends EventTarget {
  readonly name: string;
  readonly state: string;
  onchange: unknown;
}
interface Permissions {
  query(descriptor?: unknown): Promise<Status>;
}

/** The interfaces as browsers without the name have them. */
const createPermissionsRealm = () => {
  class NativePermissionStatus extends EventTarget {
    #name: string;
    constructor(name: string) {
      super();
      this.#name = name;
    }
    get name(): string {
      return this.#name;
    }
    get state(): string {
      void this.#name;
      return 'native';
    }
  }
  Object.defineProperty(NativePermissionStatus.prototype, Symbol.toStringTag, { value: 'PermissionStatus', configurable: true });
  const queried: unknown[][] = [];
  class NativePermissions {
    #brand = true;
    async query(descriptor: { name: string }): Promise<NativePermissionStatus> {
      void this.#brand;
      queried.push([...arguments]);
      const { name } = descriptor;
      if (name !== 'geolocation') throw new TypeError('not a valid value for enumeration PermissionName');
      return new NativePermissionStatus(name);
    }
  }
  Object.defineProperty(NativePermissions.prototype, 'query', { enumerable: true });
  class Navigator {
    #permissions = new NativePermissions();
    get permissions(): NativePermissions {
      return this.#permissions;
    }
  }
  const realm = Object.assign(createRealm(), { Permissions: NativePermissions, PermissionStatus: NativePermissionStatus, navigator: new Navigator() });
  return { realm, queried, permissions: realm.navigator.permissions as unknown as Permissions, native: NativePermissions.prototype.query };
};

const realms = { window: installInWindow, 'service worker': installInServiceWorker };

const install = ({ answers = ['prompt'] as (PermissionState | Promise<PermissionState>)[], kind = 'window' as keyof typeof realms } = {}) => {
  const home = createPermissionsRealm();
  let push: (state: PermissionState) => void = () => {};
  const permission = vi.fn<() => Promise<PermissionState>>(async () => answers.shift()!);
  const onPermission = vi.fn<(listener: (state: PermissionState) => void) => void>((listener) => (push = listener));
  realms[kind](home.realm, createBackend({ permission, onPermission }));
  return { ...home, permission, onPermission, push: (state: PermissionState) => push(state) };
};

const query = { name: 'background-fetch' };

test.each(Object.keys(realms) as (keyof typeof realms)[])('a query in a %s answers a PermissionStatus of that name and state', async (kind) => {
  const { permissions, realm } = install({ kind });
  const status = await permissions.query(query);
  expect(status).toBeInstanceOf(realm.PermissionStatus);
  expect(status.constructor).toBe(realm.PermissionStatus);
  expect(Object.prototype.toString.call(status)).toBe('[object PermissionStatus]');
  expect([status.name, status.state, status.onchange]).toEqual(['background-fetch', 'prompt', null]);
  expect(Object.keys(status)).toEqual([]);
});

test('nobody is asked before the first query', () => {
  const { permission, onPermission } = install();
  expect([permission, onPermission].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
});

test('query() keeps the attributes, name and length it had', () => {
  const { realm, native } = install();
  const { value, ...attributes } = Object.getOwnPropertyDescriptor(realm.Permissions.prototype, 'query')!;
  expect(value).not.toBe(native);
  expect(attributes).toEqual({ writable: true, enumerable: true, configurable: true });
  expect([(value as Permissions['query']).name, (value as Permissions['query']).length]).toEqual(['query', 1]);
  expect(() => Reflect.construct(Object, [], value as never)).toThrow(TypeError);
});

const unreadable = {
  get name(): never {
    throw new RangeError('name');
  },
};

test.each<[string, unknown[]]>([
  ['another name', [{ name: 'geolocation' }]],
  ['an unknown name', [{ name: 'background_fetch' }]],
  ['a name that throws', [unreadable]],
  ['a name that is no string', [{ name: Symbol('background-fetch') }]],
  ['no argument', []],
  ['null', [null]],
  ['a string', ['background-fetch']],
])('%s is answered by the browser, as it came', async (_, args) => {
  const { permissions, queried, native, permission } = install();
  const outcome = (query: unknown): Promise<unknown> =>
    (Reflect.apply(query as Permissions['query'], permissions, args) as Promise<Status>).then(
      (status) => status.state,
      (error: Error) => error.name,
    );
  expect(await outcome(permissions.query)).toBe(await outcome(native));
  expect(queried).toEqual([args, args]);
  expect(permission).not.toHaveBeenCalled();
});

test('a wrong this is refused as by the browser, and a promise comes of every call', async () => {
  const { permissions, permission } = install();
  for (const wrong of [undefined, null, {}, Object.create(permissions)]) await expect(Reflect.apply(permissions.query, wrong, [query])).rejects.toThrow(TypeError);
  expect(permission).not.toHaveBeenCalled();
});

test('a name that is an object is converted as WebIDL does', async () => {
  expect((await install().permissions.query({ name: ['background-fetch'] } as object)).name).toBe('background-fetch');
});

test('the members refuse any other this', async () => {
  const status = await install().permissions.query(query);
  const members = Object.getPrototypeOf(status) as object;
  for (const key of ['name', 'state', 'onchange']) expect(() => Reflect.get(members, key, {}) as unknown).toThrow(TypeError);
  expect(Object.hasOwn(members, 'constructor')).toBe(false);
});

test('a change is fired at every status that listens, with the new state', async () => {
  const { permissions, push } = install({ answers: ['prompt', 'prompt'] });
  const statuses = [await permissions.query(query), await permissions.query(query)] as const;
  expect(statuses[0]).not.toBe(statuses[1]);
  const seen: unknown[] = [];
  statuses[0].onchange = (event: Event) => seen.push(['handler', event.type, (event.target as Status).state]);
  statuses[1].addEventListener('change', (event) => seen.push(['listener', event.currentTarget === statuses[1]]), { once: true });
  push('granted');
  push('granted');
  push('denied');
  expect(seen).toEqual([
    ['handler', 'change', 'granted'],
    ['listener', true],
    ['handler', 'change', 'denied'],
  ]);
  statuses[0].onchange = 5;
  push('prompt');
  expect([statuses[0].onchange, seen.length, statuses[1].state]).toEqual([null, 3, 'prompt']);
});

test('a query that finds another state tells those who asked before', async () => {
  const { permissions } = install({ answers: ['prompt', 'granted'] });
  const first = await permissions.query(query);
  const changed = vi.fn<() => void>();
  first.onchange = changed;
  expect((await permissions.query(query)).state).toBe('granted');
  expect([changed.mock.calls.length, first.state]).toEqual([1, 'granted']);
});

test('an answer that was overtaken by a change does not undo it', async () => {
  const answer = Promise.withResolvers<PermissionState>();
  const { permissions, push } = install({ answers: [answer.promise] });
  const asked = permissions.query(query);
  push('denied');
  answer.resolve('granted');
  expect((await asked).state).toBe('denied');
});

test.each<[ErrorCode, string]>([
  ['disconnected', 'AbortError'],
  ['internal', 'OperationError'],
])('an error "%s" of the Backend becomes %s', async (code, name) => {
  const { permissions } = install({ answers: [Promise.reject(new WireException(code))] });
  await expect(permissions.query(query)).rejects.toMatchObject({ name });
});

test.each(['Permissions', 'PermissionStatus', 'navigator'])('a realm without %s is left as it is', (lacking) => {
  const { realm, native } = createPermissionsRealm();
  installInWindow({ ...realm, [lacking]: undefined, ServiceWorkerRegistration: realm.ServiceWorkerRegistration }, createBackend());
  expect(realm.Permissions.prototype.query).toBe(native);
});
