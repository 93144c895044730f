import { DOORBELL_PATH } from '../protocol/service-worker';
import { WireException } from '../wire/wire';
import { within } from '../wire/within';

/** The background may have to start, and opens a frame. In milliseconds. */
const PATIENCE = 15_000;

export interface Doorbell {
  /** Resolves when a bridge has come with a line; rejects `disconnected` when none does. */
  ring(): Promise<void>;
  /** Is this the answer to our ringing? True once. */
  answered(nonce: string): boolean;
}

/**
 * How a worker that nobody has talked to gets a line: a request that the extension sees and cancels. A worker whose Content Security Policy
 * forbids it its own origin cannot ring.
 */
export function createDoorbell(scope: string, fetch: typeof globalThis.fetch, patience = PATIENCE): Doorbell {
  let ringing: { nonce: string; line: Promise<void>; open: () => void } | null = null;
  return {
    ring() {
      if (ringing) return ringing.line;
      const nonce = crypto.randomUUID();
      let open!: () => void;
      const opened = new Promise<true>((resolve) => (open = () => resolve(true)));
      fetch(`${DOORBELL_PATH}?scope=${encodeURIComponent(scope)}&nonce=${nonce}`, {
        mode: 'same-origin',
        credentials: 'omit',
        cache: 'no-store',
      }).catch(() => {});
      const line = within(opened, patience).then((came) => {
        ringing = null;
        if (!came) throw new WireException('disconnected', 'Background Fetch Anywhere does not answer.');
      });
      ringing = { nonce, line, open };
      return line;
    },
    answered(nonce) {
      if (ringing?.nonce !== nonce) return false;
      ringing.open();
      return true;
    },
  };
}
