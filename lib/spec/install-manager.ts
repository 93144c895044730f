import type { Backend } from './backend';
import { BackgroundFetchManager, type ManagerHome } from './background-fetch-manager';
import { BackgroundFetchRecord } from './background-fetch-record';
import { BackgroundFetchRegistration } from './background-fetch-registration';
import { resolveImages } from './images';
import type { Realm } from './realm';
import { RegistrationInstances } from './registration-instances';
import { defineInterface, defineMembers, exposeInterface, INTERNAL, nativeGetter } from './web-idl';

/** The interfaces that windows and service workers share. Returns the registration instances of the realm. */
export const installManager = (realm: Realm, backend: Backend): RegistrationInstances => {
  const instances = new RegistrationInstances(backend);
  const { prototype } = realm.ServiceWorkerRegistration;
  const scopeOf = nativeGetter(prototype, 'scope');
  const activeOf = nativeGetter(prototype, 'active');
  const managers = new WeakMap<ServiceWorkerRegistration, BackgroundFetchManager>();

  const createManager = (registration: ServiceWorkerRegistration, scope: string): BackgroundFetchManager => {
    const home: ManagerHome = {
      scope,
      hasActiveWorker: () => activeOf(registration) !== null,
      resolveImages: (images) => resolveImages(images, realm),
      backend,
      instances,
    };
    const manager = new BackgroundFetchManager(INTERNAL, home);
    managers.set(registration, manager);
    return manager;
  };

  for (const [name, constructor] of Object.entries({ BackgroundFetchManager, BackgroundFetchRegistration, BackgroundFetchRecord })) {
    defineInterface(name, 0, constructor);
    exposeInterface(realm, name, constructor);
  }
  defineMembers(prototype, {
    /** https://wicg.github.io/background-fetch/#dom-serviceworkerregistration-backgroundfetch */
    get backgroundFetch(): BackgroundFetchManager {
      const registration = this as unknown as ServiceWorkerRegistration;
      const scope = scopeOf(registration);
      return managers.get(registration) ?? createManager(registration, scope);
    },
  });
  return instances;
};
