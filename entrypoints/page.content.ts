import { defineContentScript } from 'wxt/utils/define-content-script';
import { startPage } from '../lib/page/start-page';

export default defineContentScript({
  matches: ['https://*/*', 'http://*/*'],
  allFrames: true,
  matchAboutBlank: true,
  runAt: 'document_start',
  world: 'MAIN',
  main: () => startPage(window),
});
