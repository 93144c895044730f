/**
 * The page's way to its bridge. Runs among hostile code: every intrinsic used to find the bridge is captured at document_start, when no script
 * of the page has run. Nothing is dispatched and no port exists until the first call.
 */

import { ALIVE_EVENT, CONNECT_EVENT, PORT_EVENT } from '../protocol/hand-over';
import type { PageCalls, SiteCalls, SitePushes } from '../protocol/site';
import { messagePortEndpoint } from '../wire/message-port';
import { openWire, WireException, type Handlers, type Listeners, type Wire } from '../wire/wire';

type PageWire = Wire<SiteCalls, {}>;

export function createPageLine(window: Window & typeof globalThis, handlers: Handlers<PageCalls>, pushes: Listeners<SitePushes>): PageWire['call'] {
  const { Event } = window;
  const dispatch = window.dispatchEvent.bind(window);
  let wire: PageWire | null = null;
  let connecting = false;

  // Must be the first listener of this event on the window: a page that listens too would take the port.
  window.addEventListener(
    PORT_EVENT,
    (event) => {
      const [port] = (event as MessageEvent).ports;
      if (!connecting || !port) return;
      event.stopImmediatePropagation();
      connecting = false;
      wire = openWire<SiteCalls, {}, PageCalls, SitePushes>(messagePortEndpoint(port), handlers, pushes);
    },
    { capture: true },
  );

  const line = (): PageWire => {
    // A bridge whose extension was reloaded or removed answers no more, and its port does not tell.
    if (wire && dispatch(new Event(ALIVE_EVENT, { cancelable: true }))) {
      wire.close();
      wire = null;
    }
    if (!wire) {
      connecting = true;
      dispatch(new Event(CONNECT_EVENT));
      connecting = false;
    }
    if (!wire) throw new WireException('disconnected', 'Background Fetch Anywhere does not answer.');
    return wire;
  };

  return async (name, payload, transfer) => line().call(name, payload, transfer);
}
