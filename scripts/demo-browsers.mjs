/** A browser with the extension in it, driven from outside. */

import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { findBrowser, root } from './setup.mjs';

const ADDON_ID = 'background-fetch-anywhere@example.org';
// Else Firefox makes one up, and tells nobody.
const ADDON_HOST = 'b5f0a4e2-6c1d-4f58-9a37-2d8e1c94f7a1';

/** Whether there is a screen to show a window on. */
const headless = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;

async function openFirefox() {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findBrowser('firefox'),
    headless,
    // Else the browser process keeps what pages send and load, and now and then a page's sending of the whole episode failed.
    networkEnabled: false,
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: { 'extensions.webextensions.uuids': JSON.stringify({ [ADDON_ID]: ADDON_HOST }) },
  });
  await browser.installExtension(join(root, '.output', 'firefox-mv3'));
  return { browser, popupURL: `moz-extension://${ADDON_HOST}/popup.html` };
}

async function openChromium() {
  const browser = await puppeteer.launch({
    executablePath: findBrowser('chromium'),
    headless,
    enableExtensions: [join(root, '.output', 'chrome-mv3')],
    args: [
      // A Chromium without Background Fetch: what the extension is for.
      '--disable-blink-features=BackgroundFetch',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  const background = await browser.waitForTarget((target) => target.url().startsWith('chrome-extension:'));
  return { browser, popupURL: new URL('popup.html', background.url()).href };
}

/** @param {'firefox' | 'chromium'} name */
export async function openBrowser(name) {
  const { browser, popupURL } = await (name === 'firefox' ? openFirefox() : openChromium());
  return {
    name: `${await browser.version()}${headless ? ', headless' : ''}`,
    browser,
    headless,
    /** @param {string} url */
    open: async (url) => {
      const page = await browser.newPage();
      await page.goto(url);
      return page;
    },
    openPopup: async () => {
      const page = await browser.newPage();
      await page.setViewport({ width: 400, height: 200, deviceScaleFactor: 2 });
      // Firefox loads it in another process and tells nobody when it is there.
      await page.goto(popupURL, { waitUntil: name === 'firefox' ? [] : 'load' });
      return page;
    },
    close: () => browser.close(),
  };
}
