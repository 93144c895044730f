import { pause } from '../wire/within';

interface Times {
  /** Between two looks at the windows. */
  look: number;
  /** For the new window: its server may be slow. */
  patience: number;
}

const TIMES: Times = { look: 50, patience: 10_000 };

/** Frames of ours are hidden from it by hideFrames; frames of anybody are no windows that were opened. */
const topLevel = async (clients: Pick<Clients, 'matchAll'>): Promise<WindowClient[]> =>
  ((await clients.matchAll({ type: 'window', includeUncontrolled: true })) as readonly WindowClient[]).filter(({ frameType }) => frameType === 'top-level');

/**
 * Has a window opened and waits for it: a tab is there long before its document is, and only that is a client. A redirect gives it another
 * address than it was opened with, so any window that was not there before will do.
 * @param open false: nothing was opened
 * @returns undefined when nothing was opened; null when no window came: it has ended on another origin, or nowhere
 */
export async function openWindow(clients: Pick<Clients, 'matchAll'>, url: string, open: () => Promise<boolean>, times = TIMES): Promise<WindowClient | null | undefined> {
  const before = (await topLevel(clients)).map(({ id }) => id);
  if (!(await open())) return undefined;
  for (let left = times.patience; ; left -= times.look) {
    const fresh = (await topLevel(clients)).filter(({ id }) => !before.includes(id));
    const found = fresh.find((client) => client.url === url) ?? fresh[0];
    if (found || left <= 0) return found ?? null;
    await pause(times.look);
  }
}
