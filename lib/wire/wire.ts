/**
 * Request and reply over any Endpoint, the same in every realm. Knows no name of any channel.
 * Runs in hostile realms: captures nothing global but Map and Promise, and checks every frame it receives.
 */

import type { WireError } from '../protocol/errors';
import type { Endpoint, Frame, PayloadOf, ReplyOf } from '../protocol/wire';

export type Handlers<Calls> = {
  [Name in keyof Calls]: (payload: PayloadOf<Calls, Name>) => ReplyOf<Calls, Name> | Promise<ReplyOf<Calls, Name>>;
};
export type Listeners<Pushes> = { [Name in keyof Pushes]?: (payload: Pushes[Name]) => void };

export interface Wire<Calls, Pushes> {
  /** Rejects with a WireException; code `disconnected` when the other end went away before it answered. */
  call<Name extends keyof Calls & string>(name: Name, payload: PayloadOf<Calls, Name>, transfer?: Transferable[]): Promise<ReplyOf<Calls, Name>>;
  push<Name extends keyof Pushes & string>(name: Name, payload: Pushes[Name], transfer?: Transferable[]): void;
  close(): void;
  /** Resolves once, when either end closed. */
  readonly closed: Promise<void>;
}

/** A WireError as something to throw. */
export class WireException extends Error implements WireError {
  readonly detail: string;
  constructor(
    readonly code: WireError['code'],
    detail = '',
    options?: ErrorOptions,
  ) {
    super(detail === '' ? code : `${code}: ${detail}`, options);
    this.name = 'WireException';
    this.detail = detail;
  }
}

/** What a peer may learn of an error: a code and a sentence of ours, never a foreign stack or message. */
export function toWireError(error: unknown): WireError {
  return error instanceof WireException ? { code: error.code, detail: error.detail } : { code: 'internal', detail: '' };
}

interface Options {
  /** Told of every error that a handler did not mean (code `internal` to the peer). */
  onFault?: (name: string, error: unknown) => void;
}

/**
 * @typeParam OutCalls calls this end makes; `OutPushes` pushes it sends
 * @typeParam InCalls calls this end answers; `InPushes` pushes it hears
 */
export function openWire<OutCalls, OutPushes, InCalls, InPushes>(
  endpoint: Endpoint,
  handlers: Handlers<InCalls>,
  listeners: Listeners<InPushes>,
  { onFault }: Options = {},
): Wire<OutCalls, OutPushes> {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: unknown) => void }>();
  let serial = 0;
  let open = true;
  let resolveClosed: () => void;
  const closed = new Promise<void>((resolve) => (resolveClosed = resolve));

  const shut = (): void => {
    if (!open) return;
    open = false;
    for (const { reject } of waiting.values()) reject(new WireException('disconnected'));
    waiting.clear();
    resolveClosed();
  };

  const post = (frame: Frame, transfer?: Transferable[]): void => {
    if (open) endpoint.post(frame, transfer);
  };

  const answer = async (id: number, name: string, payload: unknown): Promise<void> => {
    try {
      if (!Object.hasOwn(handlers, name)) throw new WireException('malformed', `no call "${name}"`);
      const value = await (handlers as Record<string, (payload: unknown) => unknown>)[name]!(payload);
      post({ reply: id, value });
    } catch (error) {
      if (!(error instanceof WireException)) onFault?.(name, error);
      try {
        post({ reply: id, error: toWireError(error) });
      } catch {
        // The port closed under us, which the endpoint is about to tell.
      }
    }
  };

  endpoint.open((frame) => {
    if (!open || typeof frame !== 'object' || frame === null) return;
    const { call, reply, push, name, payload, value, error } = frame as Record<string, unknown>;
    if (typeof call === 'number' && typeof name === 'string') {
      void answer(call, name, payload);
    } else if (typeof reply === 'number') {
      const pending = waiting.get(reply);
      waiting.delete(reply);
      if (error === undefined) pending?.resolve(value as never);
      else pending?.reject(new WireException((error as WireError).code, (error as WireError).detail));
    } else if (typeof push === 'string' && Object.hasOwn(listeners, push)) {
      (listeners as Record<string, (payload: unknown) => void>)[push]!(payload);
    }
  }, shut);

  return {
    call: (name, payload, transfer) =>
      new Promise((resolve, reject) => {
        if (!open) return reject(new WireException('disconnected'));
        const id = ++serial;
        waiting.set(id, { resolve, reject });
        try {
          post({ call: id, name, payload }, transfer);
        } catch (error) {
          // A payload that cannot be cloned, or a port that closed under us.
          waiting.delete(id);
          reject(new WireException('disconnected', '', { cause: error }));
        }
      }),
    push: (name, payload, transfer) => post({ push: name, payload }, transfer),
    close: () => {
      endpoint.close();
      shut();
    },
    closed,
  };
}
