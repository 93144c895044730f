import type { Backend } from './backend';
import { ask } from './errors';
import { Event, EventTarget } from './intrinsics';

const { dispatchEvent } = EventTarget.prototype;

/**
 * https://w3c.github.io/permissions/#dfn-permission-state of "background-fetch" in a realm: one state for all its PermissionStatus objects. Asks nobody before the first query.
 * In a service worker that lost its line no news arrives: the state is then the one of the last query, until the next one.
 */
export class Permission {
  state: PermissionState = 'prompt';
  #backend: Backend;
  #queried = false;
  #pushes = 0;
  /** Must not be collected: https://w3c.github.io/permissions/#garbage-collection */
  #listening = new Set<EventTarget>();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Rejects with the realm's own exceptions. */
  async query(): Promise<void> {
    if (!this.#queried) {
      this.#queried = true;
      this.#backend.onPermission((state) => {
        this.#pushes += 1;
        this.#update(state);
      });
    }
    const before = this.#pushes;
    const state = await ask(() => this.#backend.permission());
    // A push that came meanwhile is as new as the answer, or newer.
    if (before === this.#pushes) this.#update(state);
  }

  /** This status fires `change` from now on. */
  listen(status: EventTarget): void {
    this.#listening.add(status);
  }

  /** https://w3c.github.io/permissions/#dfn-permissionstatus-update-steps */
  #update(state: PermissionState): void {
    if (state === this.state) return;
    this.state = state;
    for (const status of [...this.#listening]) Reflect.apply(dispatchEvent, status, [new Event('change')]);
  }
}
