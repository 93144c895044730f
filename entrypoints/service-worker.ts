/** The text that is put in front of a site's service worker script (Firefox). Built as one line of ASCII; see wxt.config.ts. */

import type { UnlistedScriptDefinition } from 'wxt';
import { startServiceWorker } from '../lib/service-worker/start-service-worker';

// Without the function that WXT has for it, which would lie in the text as well.
export default { include: ['firefox'], main: () => startServiceWorker(globalThis) } satisfies UnlistedScriptDefinition;
