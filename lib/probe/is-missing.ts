/** Where the API belongs and is missing: secure contexts with an origin of their own, in which service workers exist. */
export const isMissing = (window: Window & typeof globalThis): boolean =>
  !('BackgroundFetchManager' in window) && window.isSecureContext && window.origin !== 'null' && 'ServiceWorkerRegistration' in window;
