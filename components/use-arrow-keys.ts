import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** Up and down move the keyboard's focus from job to job, to the button of the same kind where there is one. */
export const useArrowKeys = (root: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const element = root.current;
    const move = (event: KeyboardEvent): void => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const from = event.target instanceof HTMLElement ? event.target : null;
      if (step === undefined || event.altKey || event.ctrlKey || event.metaKey || from?.matches('select, input, textarea')) return;
      const jobs = [...(element?.querySelectorAll<HTMLElement>('[data-job]') ?? [])];
      const at = jobs.findIndex((job) => job.contains(from));
      const next = at < 0 ? jobs.at(step > 0 ? 0 : -1) : jobs[at + step];
      const place = at < 0 ? undefined : from?.dataset['place'];
      const target = next?.querySelector<HTMLElement>(place === undefined ? '.title' : `.actions [data-place="${place}"]`) ?? next?.querySelector<HTMLElement>('.title');
      if (!target) return;
      event.preventDefault();
      target.focus();
    };
    element?.addEventListener('keydown', move);
    return () => element?.removeEventListener('keydown', move);
  }, [root]);
};
