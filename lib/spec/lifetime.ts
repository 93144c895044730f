import { createException } from './errors';
import { queueMicrotask } from './intrinsics';

/**
 * How long an event is "active". https://w3c.github.io/ServiceWorker/#extendableevent-interface
 * Ours because `waitUntil()` of an event that a script made always throws.
 */
export class Lifetime {
  /** A `waitUntil()` promise was rejected, or a listener threw. */
  rejected = false;
  readonly settled: Promise<void>;
  #settle!: () => void;
  #dispatching = true;
  #pending = 0;

  constructor() {
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get active(): boolean {
    return this.#dispatching || this.#pending > 0;
  }

  /** https://w3c.github.io/ServiceWorker/#extendableevent-add-lifetime-promise */
  add(promise: unknown): void {
    if (!this.active) throw createException('invalid-state', 'The event is no longer active.');
    this.#pending++;
    void this.#follow(promise);
  }

  endDispatch(): void {
    this.#dispatching = false;
    this.#check();
  }

  async #follow(promise: unknown): Promise<void> {
    try {
      await promise;
    } catch {
      this.rejected = true;
    }
    // "queue a microtask": reactions that the site attached earlier may still add a promise.
    queueMicrotask(() => {
      this.#pending--;
      this.#check();
    });
  }

  #check(): void {
    if (!this.active) this.#settle();
  }
}
