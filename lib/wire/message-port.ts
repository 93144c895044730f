import type { Endpoint } from '../protocol/wire';

interface PortLike {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
  close?(): void;
  terminate?(): void;
}

/** A MessagePort, a Worker, or a dedicated worker's own global as an Endpoint. None of them tells when the other end dies. */
export const messagePortEndpoint = (port: PortLike): Endpoint => ({
  post: (frame, transfer = []) => port.postMessage(frame, transfer),
  open: (receive) => {
    port.onmessage = (event) => receive(event.data);
  },
  close: () => (port.close ? port.close() : port.terminate?.()),
});
