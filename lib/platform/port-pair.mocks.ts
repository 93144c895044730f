/** Two ends of a runtime port in one realm, for tests: cloned messages, delivered later, disconnects told to the other end. */

import type { Runtime } from 'webextension-polyfill';

type Listener = (argument: unknown) => void;

class FakePort {
  other!: FakePort;
  open = true;
  readonly messages = new Set<Listener>();
  readonly disconnects = new Set<Listener>();
  constructor(
    readonly name: string,
    readonly sender?: Runtime.MessageSender,
  ) {}
  readonly onMessage = { addListener: (listener: Listener) => void this.messages.add(listener) };
  readonly onDisconnect = { addListener: (listener: Listener) => void this.disconnects.add(listener) };
  postMessage(message: unknown): void {
    if (!this.open) throw new Error('Attempt to postMessage on disconnected port');
    const copy = structuredClone(message);
    queueMicrotask(() => {
      if (this.other.open) for (const listener of this.other.messages) listener(copy);
    });
  }
  disconnect(): void {
    if (!this.open) return;
    this.open = this.other.open = false;
    queueMicrotask(() => {
      for (const listener of this.other.disconnects) listener(this.other);
    });
  }
}

/** @returns the end that connects, and the end that onConnect hears of */
export function portPair(name: string, sender: object = {}): [Runtime.Port, Runtime.Port] {
  const near = new FakePort(name);
  const far = new FakePort(name, sender);
  near.other = far;
  far.other = near;
  return [near, far] as unknown as [Runtime.Port, Runtime.Port];
}
