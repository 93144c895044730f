/** The text that is put in front of a site's service worker script (Firefox). Built as one line of ASCII; see wxt.config.ts. */

import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { startServiceWorker } from '../lib/service-worker/start-service-worker';

export default defineUnlistedScript({ include: ['firefox'], main: () => startServiceWorker(globalThis) });
