import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Keeps the keyboard's place when the focused element is gone: a job that moved to another section is a new element, a removed job leaves its
 * place to the next one, and the last one to what brings it back. After "pause all" the place is at "resume all".
 */
export const useKeptFocus = (root: RefObject<HTMLElement | null>): void => {
  const place = useRef<{ job: string; position: number; button: string } | 'all' | null>(null);

  useEffect(() => {
    const element = root.current;
    const remember = (): void => {
      const jobs = jobsIn(element);
      const position = jobs.findIndex((job) => job.contains(document.activeElement));
      if (document.activeElement?.matches('[data-all]')) place.current = 'all';
      else place.current = position < 0 ? null : { job: jobs[position]!.dataset['job']!, position, button: buttonOf(document.activeElement) };
    };
    // Who points somewhere else has left the place.
    const forget = (): void => {
      place.current = null;
    };
    element?.addEventListener('focusin', remember);
    document.addEventListener('pointerdown', forget);
    return () => {
      element?.removeEventListener('focusin', remember);
      document.removeEventListener('pointerdown', forget);
    };
  }, [root]);

  useLayoutEffect(() => {
    if (place.current === null || root.current?.contains(document.activeElement)) return;
    const jobs = jobsIn(root.current);
    if (place.current === 'all') {
      root.current?.querySelector<HTMLElement>('[data-all], .undo button, .title')?.focus();
      return;
    }
    const { job, position, button } = place.current;
    const next = jobs.find((candidate) => candidate.dataset['job'] === job) ?? jobs[Math.min(position, jobs.length - 1)];
    const target = next?.querySelector<HTMLElement>(button) ?? next?.querySelector<HTMLElement>('.actions .action') ?? root.current?.querySelector<HTMLElement>('.undo button');
    target?.focus();
  });
};

/** Selects the button of the same kind in another row. */
const buttonOf = (element: Element | null): string => {
  const kind = element instanceof HTMLElement ? element.dataset['place'] : undefined;
  return kind === undefined ? '.title' : `.actions [data-place="${kind}"]`;
};

const jobsIn = (root: HTMLElement | null): HTMLElement[] => [...(root?.querySelectorAll<HTMLElement>('[data-job]') ?? [])];
