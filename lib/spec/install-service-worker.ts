import type { BackgroundFetchEventType } from '../protocol/background-fetch';
import type { ServiceWorkerEvent } from '../protocol/site';
import type { Backend } from './backend';
import { defineEventInterfaces } from './background-fetch-event';
import { registrationInternals } from './background-fetch-registration';
import { EventHandler } from './event-handler';
import { resolveImages } from './images';
import { installManager } from './install-manager';
import { installPermission } from './install-permission';
import { EventTarget, setTimeout, TypeError } from './intrinsics';
import { Lifetime } from './lifetime';
import type { ServiceWorkerRealm } from './realm';
import { defineInterface, defineMembers, exposeInterface } from './web-idl';

const EVENT_TYPES: BackgroundFetchEventType[] = ['backgroundfetchsuccess', 'backgroundfetchfail', 'backgroundfetchabort', 'backgroundfetchclick'];

const { dispatchEvent } = EventTarget.prototype;

/** An event handler IDL attribute of the global: an own property, as Web IDL has it for [Global] interfaces. */
const defineGlobalEventHandler = (global: ServiceWorkerRealm, type: BackgroundFetchEventType): void => {
  const handler = new EventHandler(global, type);
  const requireGlobal = (target: unknown): void => {
    // `onbackgroundfetchsuccess = f` comes without one.
    if (target !== undefined && target !== null && target !== global) throw new TypeError('Illegal invocation.');
  };
  defineMembers(global, {
    get [`on${type}`](): object | null {
      requireGlobal(this);
      return handler.value;
    },
    set [`on${type}`](value: unknown) {
      requireGlobal(this);
      handler.value = value;
    },
  });
};

/** Dispatches and tells whether a listener threw. The exception itself is reported by the browser, as always. */
const dispatch = (global: ServiceWorkerRealm, event: Event): { threw: boolean } => {
  let threw = false;
  const note = (): void => {
    threw = true;
  };
  global.addEventListener('error', note, { capture: true });
  try {
    Reflect.apply(dispatchEvent, global, [event]);
  } finally {
    global.removeEventListener('error', note, { capture: true });
  }
  return { threw };
};

/** Fires a functional event. Resolves when it is no longer active; `rejected`: a listener threw or a `waitUntil()` promise was rejected. */
export type FireEvent = (event: ServiceWorkerEvent) => Promise<{ rejected: boolean }>;

/** Defines the interfaces, events and event handlers of a service worker. */
export const installInServiceWorker = (global: ServiceWorkerRealm, backend: Backend): { fire: FireEvent } => {
  const instances = installManager(global, backend);
  installPermission(global, backend);
  const { BackgroundFetchEvent, BackgroundFetchUpdateUIEvent, createEvent } = defineEventInterfaces(
    global.ExtendableEvent,
    async (registration, { icons, ...options }) => {
      if (icons === undefined && options.title === undefined) return;
      await backend.updateUI(registrationInternals.jobOf(registration), icons ? { ...options, icons: resolveImages(icons, global) } : options);
    },
  );
  for (const [name, constructor] of Object.entries({ BackgroundFetchEvent, BackgroundFetchUpdateUIEvent })) {
    defineInterface(name, 2, constructor);
    exposeInterface(global, name, constructor);
  }
  for (const type of EVENT_TYPES) defineGlobalEventHandler(global, type);

  /** https://wicg.github.io/background-fetch/#perform-a-background-fetch-algorithm, from "fire a functional event" on. */
  const fire: FireEvent = async ({ type, registration: state, records }) => {
    const registration = instances.get(state);
    const settles = type !== 'backgroundfetchclick';
    if (settles) registrationInternals.supplyRecords(registration, records);
    const lifetime = new Lifetime();
    // A browser ends the dispatch after the listeners' microtasks, for which no script can wait; but no timer of theirs comes before this one.
    setTimeout(() => lifetime.endDispatch(), 0);
    if (dispatch(global, createEvent(type, registration, lifetime)).threw) lifetime.rejected = true;
    await lifetime.settled;
    if (settles) {
      instances.update(registration, { ...state, recordsAvailable: false });
      registrationInternals.supplyRecords(registration, null);
    }
    return { rejected: lifetime.rejected };
  };
  return { fire };
};
