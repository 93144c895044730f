/** Test double: a browser with header rules, and the servers behind it. */

import type { HeaderList } from '../protocol/stored';
import { tripwireOf, type HopKey, type HopObservation, type HopOrder } from '../protocol/transfer';
import { normalizeHeaders } from './header-list';
import type { HopService } from './types';

export interface WireRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  init: RequestInit;
}
export interface ServerAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | null;
  ip?: string;
  /** The connection fails; with a status after there were headers. */
  fail?: true;
  /** What webRequest shows of the request, where it is not the truth the rule asks for. */
  sent?: (headers: Record<string, string>) => Record<string, string>;
  unseen?: true;
}
export type Server = (request: WireRequest) => ServerAnswer;

export interface FakeNetwork {
  hops: HopService;
  fetch: typeof globalThis.fetch;
  /** What reached a server. */
  log: WireRequest[];
  orders: (HopOrder & { key: HopKey })[];
  /** Keys whose rule stands. */
  standing: Set<HopKey>;
  cancelled: string[];
}

export const createFakeNetwork = (server: Server, hostAccess: (url: string) => boolean = () => true): FakeNetwork => {
  const observations = new Map<string, HopObservation | null>();
  const network: FakeNetwork = {
    log: [],
    orders: [],
    standing: new Set(),
    cancelled: [],
    hops: {
      begin: async (order) => {
        if (!hostAccess(order.url)) return null;
        const key = `key-${network.orders.length}`;
        network.orders.push({ ...order, key });
        network.standing.add(key);
        return key;
      },
      observe: async (key) => {
        network.standing.delete(key);
        return observations.get(key) ?? null;
      },
      end: async (key) => void network.standing.delete(key),
    },
    fetch: async (input, init = {}) => {
      init.signal?.throwIfAborted();
      const url = new URL(input as string);
      const key = url.hash.slice(1);
      url.hash = '';
      const headers = Object.fromEntries(new Headers(init.headers));
      const order = network.orders.find((one) => one.key === key);
      for (const [name, value] of Object.entries({ ...order?.headers, ...(order && { [tripwireOf(key)]: null }) })) {
        if (value === null) delete headers[name];
        else headers[name] = value;
      }
      const request: WireRequest = { method: init.method ?? 'GET', url: url.href, headers, init };
      network.log.push(request);
      const answer = server(request);
      const { headers: received = {}, body = 'body', ip = '93.184.216.34', fail, sent = (all) => all, unseen } = answer;
      const { status = fail ? 0 : 200 } = answer;
      const list = (record: Record<string, string>): HeaderList => normalizeHeaders(Object.entries(record));
      if (unseen === undefined) {
        observations.set(key, { sent: list(sent(headers)), status, received: status === 0 ? [] : list(received), ip: fail ? null : ip });
      }
      if (fail) throw new TypeError('Failed to fetch');
      const redirect = 'location' in received;
      const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
        {
          start: (controller) => {
            controller.enqueue(new TextEncoder().encode(body ?? ''));
            controller.close();
          },
          cancel: () => void network.cancelled.push(url.href),
        },
        { highWaterMark: 0 },
      );
      const empty = redirect || body === null || [204, 304].includes(status);
      const response = new Response(empty ? null : stream, redirect ? {} : { status, headers: received });
      return Object.defineProperty(response, 'type', { value: redirect ? 'opaqueredirect' : 'basic' });
    },
  };
  return network;
};
