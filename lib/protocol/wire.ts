/** The frame around every message of a channel. What names and payloads mean stands in the channel's own file. */

import type { WireError } from './errors';

export type Frame =
  | { call: number; name: string; payload: unknown }
  | { reply: number; value: unknown }
  | { reply: number; error: WireError }
  | { push: string; payload: unknown };

/** name → payload and reply. */
export type CallMap = Record<never, { payload: unknown; reply: unknown }>;
export type PayloadOf<Calls, Name extends keyof Calls> = Calls[Name] extends { payload: infer P } ? P : never;
export type ReplyOf<Calls, Name extends keyof Calls> = Calls[Name] extends { reply: infer R } ? R : never;

/** One end of a channel: MessagePort, runtime port or Worker, made alike. */
export interface Endpoint {
  post(frame: Frame, transfer?: Transferable[]): void;
  /** `closed` is called once, when the other end is known to be gone. */
  open(receive: (frame: unknown) => void, closed: () => void): void;
  close(): void;
}
