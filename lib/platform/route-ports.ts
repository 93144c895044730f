import type { Runtime } from 'webextension-polyfill';
import { HOST_PORT, SITE_PORT, UI_PORT } from '../protocol/ports';
import { isOwnPage, type OwnPages } from './ui-ports';

type Accept = (port: Runtime.Port) => void;

interface Routes {
  own: OwnPages;
  site: Accept;
  ui: Accept;
  /** Null where there is no offscreen document. */
  host: Accept | null;
}

/** The listener of runtime.onConnect. A port that is nobody's is closed. */
export const routePorts =
  ({ own, site, ui, host }: Routes): Accept =>
  (port) => {
    const [name] = port.name.split(' ');
    const path = isOwnPage(port, own) ? new URL(port.sender!.url!).pathname : null;
    if (name === SITE_PORT) site(port);
    else if (name === UI_PORT && path !== null) ui(port);
    else if (name === HOST_PORT && path === '/offscreen.html' && port.sender!.tab === undefined && host !== null) host(port);
    else port.disconnect();
  };
