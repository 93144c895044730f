import { useEffect, useState } from 'preact/hooks';
import type { StorageView } from '../lib/protocol/manager';
import type { BackgroundConnection } from '../lib/ui/background-connection';

/** Milliseconds; the browser counts slowly, and nobody watches every byte. */
const PACE = 3000;

/** What is used; null until it is known. Asked again after every connect, and as time goes. */
export const useStorage = (background: BackgroundConnection, online: boolean, jobs: number): StorageView | null => {
  const [storage, setStorage] = useState<StorageView | null>(null);
  useEffect(() => {
    if (!online) return;
    let live = true;
    const look = (): void => {
      background.call('storage', null).then(
        (view) => live && setStorage(view),
        () => {},
      );
    };
    look();
    const timer = setInterval(look, PACE);
    return () => {
      live = false;
      clearInterval(timer);
    };
  }, [background, online, jobs]);
  return storage;
};
