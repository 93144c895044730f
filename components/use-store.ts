import { useEffect, useState } from 'preact/hooks';

interface Store<State> {
  state(): State;
  subscribe(listener: () => void): () => void;
}

/** The store's state, drawn again when it changes. */
export function useStore<State>(store: Store<State>): State {
  const [state, setState] = useState(store.state);
  useEffect(() => {
    const read = (): void => setState(store.state);
    // The state may have come between the first drawing and this effect.
    read();
    return store.subscribe(read);
  }, [store]);
  return state;
}
