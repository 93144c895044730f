import type { JobKey, RegistrationProgress, RegistrationState } from '../protocol/background-fetch';
import type { Backend } from './backend';
import { BackgroundFetchRegistration, registrationInternals } from './background-fetch-registration';
import { WeakRef } from './intrinsics';
import { INTERNAL } from './web-idl';

/**
 * "BackgroundFetchRegistration instances" of a realm: one object for each background fetch.
 * https://wicg.github.io/background-fetch/#get-a-backgroundfetchregistration-instance-algorithm
 */
export class RegistrationInstances {
  #backend: Backend;
  /** Must not be collected: `progress` events may still come. */
  #live = new Map<JobKey, BackgroundFetchRegistration>();
  /** Nothing changes any more, so an object that the site has dropped can be made again without its noticing. */
  #over = new Map<JobKey, WeakRef<BackgroundFetchRegistration>>();

  constructor(backend: Backend) {
    this.#backend = backend;
    backend.onProgress((progress) => {
      const instance = this.#find(progress.job);
      if (instance) this.update(instance, progress);
    });
  }

  /** As the state says it stands now. */
  get(state: RegistrationState): BackgroundFetchRegistration {
    const existing = this.#find(state.job);
    if (existing) {
      // A worker hears of progress only while one of its lines is open.
      this.update(existing, state);
      return existing;
    }
    const instance = new BackgroundFetchRegistration(INTERNAL, this.#backend, state);
    this.#keep(state.job, instance);
    return instance;
  }

  update(instance: BackgroundFetchRegistration, progress: RegistrationProgress): void {
    registrationInternals.update(instance, progress);
    this.#keep(progress.job, instance);
  }

  #find(job: JobKey): BackgroundFetchRegistration | undefined {
    return this.#live.get(job) ?? this.#over.get(job)?.deref();
  }

  #keep(job: JobKey, instance: BackgroundFetchRegistration): void {
    if (instance.recordsAvailable) {
      this.#live.set(job, instance);
      return;
    }
    this.#live.delete(job);
    this.#over.set(job, new WeakRef(instance));
  }
}
