/** Whether the machine has a network, as far as the browser knows: "offline" is certain, "online" is not. */
export interface Network {
  online(): boolean;
  /** For somebody who has found it offline: runs when the network is back, maybe more than once. Returns the end of that. */
  onOnline(run: () => void): () => void;
}

/** Milliseconds. Chromium's workers are told of no change; `navigator.onLine` is right there all the same. */
const LOOK = 1_000;

export const browserNetwork = (scope: EventTarget & { navigator: { onLine: boolean } }): Network => ({
  online: () => scope.navigator.onLine,
  onOnline: (run) => {
    scope.addEventListener('online', run);
    const looks = setInterval(() => {
      if (scope.navigator.onLine) run();
    }, LOOK);
    return () => {
      clearInterval(looks);
      scope.removeEventListener('online', run);
    };
  },
});
