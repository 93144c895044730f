import type { StoredImage } from '../protocol/stored';
import type { Backend } from './backend';
import type { BackgroundFetchRegistration } from './background-fetch-registration';
import { convertBackgroundFetchOptions } from './convert/background-fetch-options';
import { convertRequests } from './convert/request-info';
import { convertDOMString } from './convert/string';
import { ask, createException } from './errors';
import { TypeError } from './intrinsics';
import type { RegistrationInstances } from './registration-instances';
import { createRecordRequest, storeRequest } from './stored-request';
import { promising, requireArguments, requireInternal } from './web-idl';

/** The service worker registration and the realm that a manager belongs to. */
export interface ManagerHome {
  readonly scope: string;
  hasActiveWorker(): boolean;
  /** Makes the addresses of images absolute; those that are none are left out. */
  resolveImages(images: readonly StoredImage[]): StoredImage[];
  readonly backend: Backend;
  readonly instances: RegistrationInstances;
}

/**
 * The draft takes an empty id. web-platform-tests and Chromium have `get('')` reject, and Chromium kills a page that calls `fetch('', …)`:
 * both are refused.
 */
const requireId = (id: string, context: string): void => {
  if (id === '') throw new TypeError(`${context}: the id is empty.`);
};

/** https://wicg.github.io/background-fetch/#background-fetch-manager */
export class BackgroundFetchManager {
  #home: ManagerHome;
  /** The "edit queue", as far as bodies are read here. Never rejects. */
  #bodiesRead: Promise<unknown> = Promise.resolve();

  constructor(token: symbol, home: ManagerHome) {
    requireInternal(token);
    this.#home = home;
  }

  /** https://wicg.github.io/background-fetch/#background-fetch-manager-fetch */
  fetch(id: unknown, requests: unknown, options: unknown = {}): Promise<BackgroundFetchRegistration> {
    const present = arguments.length;
    return promising(async () => {
      const { scope, hasActiveWorker, resolveImages, backend, instances } = this.#home;
      const context = 'BackgroundFetchManager.fetch';
      requireArguments(present, 2, context);
      const convertedId = convertDOMString(id);
      const inputs = convertRequests(requests, `${context}: requests`);
      const { downloadTotal, title = '', icons = [] } = convertBackgroundFetchOptions(options, context);

      requireId(convertedId, context);
      if (inputs.length === 0) throw new TypeError(`${context}: at least one request must be given.`);
      const records = inputs.map((input) => createRecordRequest(input, context));
      if (!hasActiveWorker()) throw createException('no-active-worker');
      const before = this.#bodiesRead;
      const reading = Promise.all(records.map(storeRequest));
      // Of neither's bodies more than that they were read.
      this.#bodiesRead = Promise.allSettled([before, reading]).then(() => {});
      await before;
      const stored = await reading;
      return instances.get(
        await ask(() => backend.fetch({ scope, id: convertedId, requests: stored, title, icons: resolveImages(icons), downloadTotal })),
      );
    });
  }

  /** https://wicg.github.io/background-fetch/#background-fetch-manager-get */
  get(id: unknown): Promise<BackgroundFetchRegistration | undefined> {
    const present = arguments.length;
    return promising(async () => {
      const { scope, backend, instances } = this.#home;
      const context = 'BackgroundFetchManager.get';
      requireArguments(present, 1, context);
      const convertedId = convertDOMString(id);
      requireId(convertedId, context);
      const state = await ask(() => backend.get(scope, convertedId));
      return state === null ? undefined : instances.get(state);
    });
  }

  /** https://wicg.github.io/background-fetch/#background-fetch-manager-get-ids */
  getIds(): Promise<string[]> {
    return promising(() => {
      const { scope, backend } = this.#home;
      return ask(() => backend.getIds(scope));
    });
  }
}
