import { useEffect, useRef, useState } from 'preact/hooks';
import type { BackgroundConnection } from '../lib/ui/background-connection';

/** Jobs that have ended, on the page at first, and how many more come when they are asked for: what a browser draws at once. */
export const FINISHED = 100;
const STEP = 200;
/** As many as the background gives. */
const MOST = 10_000;

/** Milliseconds without a key pressed: a search goes through the whole history. */
const PAUSE = 150;

interface Wanted {
  words: string;
  /** Only those that failed. */
  failed: boolean;
  locale: string;
}

/** Has the background look for what the page does not have; returns what asks for older ones. */
export const useHistory = (background: Pick<BackgroundConnection, 'want'>, { words, failed, locale }: Wanted): (() => void) => {
  const [finished, setFinished] = useState(FINISHED);
  const searched = words.trim();
  // The connection begins with this.
  const asked = useRef(JSON.stringify([FINISHED, '', false]));
  useEffect(() => {
    const wish = JSON.stringify([finished, searched, failed]);
    if (wish === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = wish;
      background.want({ finished, find: searched === '' && !failed ? null : { words: searched, locale, failed } });
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [background, finished, searched, failed, locale]);
  return () => setFinished((before) => Math.min(before + STEP, MOST));
};
