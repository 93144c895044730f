/** The popup's line to the background, opened before the rest of the popup is loaded: a background that was stopped starts meanwhile. */

import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { openFirstLine } from '../lib/ui/first-line';

declare const chrome: { runtime: Parameters<typeof openFirstLine>[0] };

export default defineUnlistedScript(() => openFirstLine(chrome.runtime));
