/** The global of a window or a service worker, as far as the interfaces need it; both of TypeScript's worlds (DOM, WebWorker) fit. */
export interface Realm {
  readonly ServiceWorkerRegistration: { readonly prototype: ServiceWorkerRegistration };
  readonly location: { readonly href: string };
  readonly document?: { readonly baseURI: string };
  readonly navigator?: object;
  readonly Permissions?: { readonly prototype: { query(descriptor: never): Promise<unknown> } };
  readonly PermissionStatus?: { readonly prototype: object };
}

/** The part of https://w3c.github.io/ServiceWorker/#extendableevent-interface that we stand on. */
export type ExtendableEventConstructor = new (type: string, init?: EventInit) => Event;

export interface ServiceWorkerRealm extends Realm, EventTarget {
  readonly ExtendableEvent: ExtendableEventConstructor;
}

/** https://html.spec.whatwg.org/#api-base-url */
export const apiBaseURL = (realm: Realm): string => realm.document?.baseURI ?? realm.location.href;
