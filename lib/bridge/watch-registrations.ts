import { findRegistration } from './find-registration';

/**
 * Tells when a service worker registration is no more: its background fetches go with it, and must not come to another of the same scope that
 * follows at once. https://wicg.github.io/background-fetch/#privacy
 *
 * No browser says so to a document. But the registration's worker becomes redundant, as it does by an update, and then its scope is
 * somebody else's or nobody's.
 *
 * @param gone told once of each, with the time in milliseconds since the epoch
 * @returns watches this scope's registration from now on; not one without an active worker, which has no background fetch either
 */
export function watchRegistrations(container: ServiceWorkerContainer, gone: (scope: string, at: number) => void): (scope: string) => Promise<void> {
  const watched = new Set<ServiceWorkerRegistration>();

  const watchWorker = (registration: ServiceWorkerRegistration): void => {
    const { active, scope } = registration;
    watched.delete(registration);
    if (!active) return;
    watched.add(registration);
    const workerEnded = async (at: number): Promise<void> => {
      const current = await findRegistration(container, scope);
      if (current === registration || (registration.active && registration.active !== active)) return watchWorker(registration);
      watched.delete(registration);
      gone(scope, at);
    };
    const look = (): void => {
      if (active.state !== 'redundant') return;
      active.removeEventListener('statechange', look);
      // Rejects in a document that is going.
      workerEnded(Date.now()).catch(() => {});
    };
    active.addEventListener('statechange', look);
  };

  return async (scope) => {
    const registration = await findRegistration(container, scope);
    if (registration && !watched.has(registration)) watchWorker(registration);
  };
}
