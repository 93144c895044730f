/** Who is told unasked: connected sites of the jobs they have learnt of, extension pages of all, and of answers. */

import type { JobKey, RegistrationProgress } from '../protocol/background-fetch';
import type { SaveView } from '../protocol/saves';
import type { Settings } from '../protocol/settings';
import type { JobView, SiteConsent, UIPushes } from '../protocol/ui';

export interface SiteWatcher {
  /** This site now holds a registration for the job. Who calls this answers for the job being the site's. */
  learn(job: JobKey): void;
  close(): void;
}

export interface UIWatcher {
  /** Whether a person sees the list there. */
  look(seeing: boolean): void;
  close(): void;
}

export interface Watchers {
  addSite(push: (progress: RegistrationProgress) => void): SiteWatcher;
  addUI(pushes: { [Name in keyof UIPushes]: (payload: UIPushes[Name]) => void }): UIWatcher;
  /** Told to sites. The last news of a job is that its records are no longer available. */
  tellSites(progress: RegistrationProgress): void;
  /** `view` is asked for only where somebody looks. */
  tellUI(view: () => Promise<JobView | null>): void;
  tellRemoved(job: JobKey): void;
  tellConsent(site: SiteConsent): void;
  tellSave(save: SaveView): void;
  tellSettings(settings: Settings): void;
  /** One of the extension's pages is open, if only behind others. */
  readonly watched: boolean;
  /** A person sees the list. */
  readonly seen: boolean;
}

export const createWatchers = (onFault: (where: string, error: unknown) => void): Watchers => {
  const sites = new Map<JobKey, Set<(progress: RegistrationProgress) => void>>();
  const uis = new Set<Parameters<Watchers['addUI']>[0]>();
  const seeing = new Set<UIWatcher>();

  /** One end that is gone must not keep the news from the others. */
  const tell = (push: () => void): void => {
    try {
      push();
    } catch (error) {
      onFault('watchers', error);
    }
  };

  return {
    addSite(push) {
      const jobs = new Set<JobKey>();
      return {
        learn(job) {
          jobs.add(job);
          const ofJob = sites.get(job) ?? new Set();
          sites.set(job, ofJob.add(push));
        },
        close() {
          for (const job of jobs) {
            const ofJob = sites.get(job);
            ofJob?.delete(push);
            if (ofJob?.size === 0) sites.delete(job);
          }
        },
      };
    },
    addUI(pushes) {
      uis.add(pushes);
      const watcher: UIWatcher = {
        look: (sees) => void (sees ? seeing.add(watcher) : seeing.delete(watcher)),
        close: () => void (uis.delete(pushes), seeing.delete(watcher)),
      };
      return watcher;
    },
    tellSites(progress) {
      const ofJob = sites.get(progress.job);
      if (!progress.recordsAvailable) sites.delete(progress.job);
      for (const push of ofJob ?? []) tell(() => push(progress));
    },
    tellUI(view) {
      if (uis.size === 0) return;
      view().then(
        (shown) => {
          if (shown) for (const { changed } of uis) tell(() => changed(shown));
        },
        (error: unknown) => onFault('watchers', error),
      );
    },
    tellRemoved(job) {
      for (const { removed } of uis) tell(() => removed({ job }));
    },
    tellConsent(site) {
      for (const { consent } of uis) tell(() => consent(site));
    },
    tellSave(view) {
      for (const { save } of uis) tell(() => save(view));
    },
    tellSettings(now) {
      for (const { settings } of uis) tell(() => settings(now));
    },
    get watched() {
      return uis.size > 0;
    },
    get seen() {
      return seeing.size > 0;
    },
  };
};
