/** Events that a script made do not let a worker open or focus windows: while a click is handled, the extension does it. */

import type { JobKey } from '../protocol/background-fetch';
import { replaceMethod } from '../spec/web-idl';
import { openWindow as openedWindow } from './open-window';

interface Realm {
  clients: Clients;
  location: { href: string };
  WindowClient: { prototype: WindowClient };
}

type Ask = (name: 'openWindow' | 'focusWindow', payload: { job: JobKey; url: string }) => Promise<boolean>;

/**
 * @param ask the background, which knows whether a click still allows it; what it refuses is the browser's to answer
 * @returns lends `clients.openWindow()` and `WindowClient.focus()` to the handlers of this job's click, and returns what takes them back
 */
export function createLender({ clients, location, WindowClient: { prototype: windowClient } }: Realm, ask: Ask): (job: JobKey) => () => void {
  const home = Object.getPrototypeOf(clients) as Clients;
  const lent = new Set<JobKey>();
  let takeBack: (() => void)[] = [];

  /** Whose handler calls, nobody can tell where several clicks are handled at once: the newest that still allows it is used up. */
  const spend = async (name: Parameters<Ask>[0], url: string): Promise<boolean> => {
    // Of a call that fails the site would learn words of ours.
    for (const job of [...lent].toReversed()) if (await ask(name, { job, url }).catch(() => false)) return true;
    return false;
  };

  const replace = (): (() => void)[] => {
    const { openWindow: nativeOpen } = home;
    const { focus: nativeFocus } = windowClient;
    const { openWindow, focus } = {
      async openWindow(this: Clients, url: string | URL): Promise<WindowClient | null> {
        const { href } = new URL(url, location.href);
        const opened = await openedWindow(clients, href, () => spend('openWindow', href));
        return opened === undefined ? (Reflect.apply(nativeOpen, this, [url]) as Promise<WindowClient | null>) : opened;
      },
      async focus(this: WindowClient): Promise<WindowClient> {
        const { id, url, frameType } = this;
        // The background knows tabs by their addresses: a frame's tells nothing of its tab.
        if (frameType === 'nested' || !(await spend('focusWindow', url))) return Reflect.apply(nativeFocus, this, []) as Promise<WindowClient>;
        return ((await clients.get(id)) as WindowClient | undefined) ?? this;
      },
    };
    return [replaceMethod(home, 'openWindow', openWindow), replaceMethod(windowClient, 'focus', focus)];
  };

  return (job) => {
    if (lent.size === 0) takeBack = replace();
    lent.add(job);
    return () => {
      lent.delete(job);
      if (lent.size === 0) for (const back of takeBack) back();
    };
  };
}
