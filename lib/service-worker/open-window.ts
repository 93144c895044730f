/** Events that a script made do not let a worker open windows: while a click is handled, the extension does it. */

interface OpensWindows {
  openWindow(url: string | URL): Promise<WindowClient | null>;
  matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly Client[]>;
}

/**
 * Lends `clients.openWindow()` to a click's handlers. Opens one window, of the worker's own origin; everything else is the browser's to answer.
 * @returns takes it back
 */
export function lendOpenWindow(clients: OpensWindows, base: string, open: (url: string) => Promise<boolean>): () => void {
  const native = clients.openWindow.bind(clients);
  let used = false;
  const lent = async (input: string | URL): Promise<WindowClient | null> => {
    const url = new URL(input, base);
    if (used || url.origin !== new URL(base).origin) return native(input);
    used = true;
    if (!(await open(url.href))) return native(input);
    const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true });
    return (windows.find((client) => client.url === url.href) as WindowClient | undefined) ?? null;
  };
  Object.defineProperty(clients, 'openWindow', { value: lent, writable: true, enumerable: true, configurable: true });
  return () => {
    // Another click's loan may have taken our place.
    if (Object.getOwnPropertyDescriptor(clients, 'openWindow')?.value === lent) Reflect.deleteProperty(clients, 'openWindow');
  };
}
