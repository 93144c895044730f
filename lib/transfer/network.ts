/** Whether the machine has a network, as far as the browser knows: "offline" is certain, "online" is not. */
export interface Network {
  online(): boolean;
  /** Runs each time the network comes back; returns its removal. */
  onOnline(run: () => void): () => void;
}

export const browserNetwork = (scope: EventTarget & { navigator: { onLine: boolean } }): Network => ({
  online: () => scope.navigator.onLine,
  onOnline: (run) => {
    scope.addEventListener('online', run);
    return () => scope.removeEventListener('online', run);
  },
});
