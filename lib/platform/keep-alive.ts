/** Both browsers end an idle background after 30 s, whatever it is waiting for; a call of an extension API begins the 30 s anew. */
const INTERVAL = 20_000;

/** @param touch any extension API call */
export function createKeepAlive(touch: () => void): (busy: boolean) => void {
  let timer: ReturnType<typeof setInterval> | null = null;
  return (busy) => {
    if (busy === (timer !== null)) return;
    if (timer !== null) clearInterval(timer);
    timer = busy ? setInterval(touch, INTERVAL) : null;
  };
}

/** Joins several reasons to stay alive into one. */
export function createHolders(keepAlive: (busy: boolean) => void): (holder: object, busy: boolean) => void {
  const holders = new Set<object>();
  return (holder, busy) => {
    if (busy) holders.add(holder);
    else holders.delete(holder);
    keepAlive(holders.size > 0);
  };
}
