/** Doubles for the unit tests of this folder: a realm as a browser would give it, and a Backend with one hand-written answer per call. */

import { plainRequest } from '../fetch-as/plain-request';
import type { RecordState, RegistrationProgress, RegistrationState } from '../protocol/background-fetch';
import type { StoredRequest, StoredResponse } from '../protocol/stored';
import type { Backend } from './backend';
import type { BackgroundFetchManager } from './background-fetch-manager';
import type { ServiceWorkerRealm } from './realm';

export const ORIGIN = 'https://site.example';

export const storedRequest = (properties: Partial<StoredRequest> = {}): StoredRequest => plainRequest(`${ORIGIN}/a`, properties);

export const storedResponse = (properties: Partial<StoredResponse> = {}): StoredResponse => ({
  url: `${ORIGIN}/a`,
  redirected: false,
  type: 'basic',
  status: 200,
  statusText: 'OK',
  headers: [['content-type', 'text/plain']],
  ...properties,
});

export const recordState = (properties: Partial<RecordState> = {}): RecordState => ({
  index: 0,
  request: storedRequest(),
  response: storedResponse(),
  result: 'success',
  body: [new Blob(['body'])],
  ...properties,
});

export const registrationState = (properties: Partial<RegistrationState> = {}): RegistrationState => ({
  job: 'job-1',
  id: 'id',
  uploadTotal: 0,
  uploaded: 0,
  downloadTotal: 0,
  downloaded: 0,
  result: '',
  failureReason: '',
  recordsAvailable: true,
  ...properties,
});

const unasked = (): never => {
  throw new Error('unasked');
};

export const createBackend = (answers: Partial<Backend> = {}): Backend & { push(progress: RegistrationProgress): void } => {
  let listener: (progress: RegistrationProgress) => void = () => {};
  return {
    fetch: unasked,
    get: unasked,
    getIds: unasked,
    abort: unasked,
    match: unasked,
    awaitResponse: unasked,
    readBody: unasked,
    updateUI: unasked,
    permission: unasked,
    onPermission: unasked,
    ...answers,
    onProgress: (callback) => {
      listener = callback;
    },
    push: (progress) => listener(progress),
  };
};

export type RegistrationDouble = Omit<ServiceWorkerRegistration, 'backgroundFetch'> & { readonly backgroundFetch: BackgroundFetchManager };
export type RealmDouble = ServiceWorkerRealm & Record<string, never> & { register(active?: object | null): RegistrationDouble };

export const createRealm = (): RealmDouble => {
  class ServiceWorkerRegistration {
    #active: object | null;
    constructor(active: object | null) {
      this.#active = active;
    }
    get scope(): string {
      void this.#active;
      return `${ORIGIN}/scope/`;
    }
    get active(): object | null {
      return this.#active;
    }
  }
  class ExtendableEvent extends Event {
    waitUntil(): void {
      throw new DOMException('not trusted', 'InvalidStateError');
    }
  }
  // Node reports what a listener throws to the process; browsers fire an error event at the global.
  class Global extends EventTarget {
    override addEventListener(type: string, listener: (event: Event) => void, options?: AddEventListenerOptions): void {
      if (type === 'error') return super.addEventListener(type, listener, options);
      super.addEventListener(type, (event) => {
        try {
          listener.call(this, event);
        } catch {
          this.dispatchEvent(new Event('error'));
        }
      });
    }
  }
  return Object.assign(new Global(), {
    ServiceWorkerRegistration,
    ExtendableEvent,
    location: { href: `${ORIGIN}/sw.js` },
    register: (active: object | null = {}) => new ServiceWorkerRegistration(active),
  }) as unknown as RealmDouble;
};
