import type { Sight } from './background-connection';

/** Nobody sees a tab behind another. */
export const documentSight: Sight = {
  now: () => !document.hidden,
  onChange: (listener, options) => document.addEventListener('visibilitychange', listener, options),
};
