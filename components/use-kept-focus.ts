import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Row } from '../lib/ui/describe-job';

/**
 * Keeps the keyboard's place when the focused element is gone: a job that moved to another section is a new element, and a removed job leaves its
 * place to the next one.
 */
export const useKeptFocus = (root: RefObject<HTMLElement | null>, rows: readonly Row[] | null): void => {
  const place = useRef<{ job: string; position: number } | null>(null);

  useEffect(() => {
    const element = root.current;
    const remember = (): void => {
      const jobs = jobsIn(element);
      const position = jobs.findIndex((job) => job.contains(document.activeElement));
      place.current = position < 0 ? null : { job: jobs[position]!.dataset['job']!, position };
    };
    element?.addEventListener('focusin', remember);
    return () => element?.removeEventListener('focusin', remember);
  }, [root]);

  useLayoutEffect(() => {
    if (place.current === null || root.current?.contains(document.activeElement)) return;
    const { job, position } = place.current;
    const jobs = jobsIn(root.current);
    const next = jobs.find((candidate) => candidate.dataset['job'] === job) ?? jobs[Math.min(position, jobs.length - 1)];
    next?.querySelector<HTMLElement>('.action:last-child')?.focus();
  }, [root, rows]);
};

const jobsIn = (root: HTMLElement | null): HTMLElement[] => [...(root?.querySelectorAll<HTMLElement>('[data-job]') ?? [])];
