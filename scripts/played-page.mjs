/** A page of the extension as it is built, in a browser that is played. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONSENTS, LOG, SETTINGS, STORAGE } from './page-states.mjs';
import { playBrowser } from './played-browser.mjs';
import { root } from './setup.mjs';

async function messagesOf(locale) {
  const { pseudoArabic } = await import('../lib/ui/pseudo-arabic.mocks.ts');
  const read = (name) => JSON.parse(readFileSync(join(root, 'public', '_locales', name, 'messages.json'), 'utf8'));
  return locale === 'ar' ? pseudoArabic(read('en')) : read(locale);
}

const isMoving = ({ result, paused, waiting }) => result === '' && paused === null && waiting === null;

/** @returns a tab in which the browser is played, and how to wait until one of its frames shows the state's page */
export async function openPlayed(browser, state, options) {
  const { page: file = 'popup', jobs, saves = [], files = [], locale = 'en', access = true, native = false } = state;
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const made = jobs(Date.now());
  const played = { language: locale.replace('_', '-'), messages: await messagesOf(locale), jobs: made, saves: saves.map((make) => make(made)), files, access, native };
  await page.addInitScript(playBrowser, { ...played, consents: CONSENTS, settings: SETTINGS, storage: STORAGE, log: LOG });
  const drawn = async (frame) => {
    await frame.locator('.job, .empty, .panel').first().waitFor();
    // Speeds are measured, so they take their time.
    if (made.some(isMoving) && file !== 'options') await frame.locator('.fact', { hasText: /\/\s?[^\s\d]/u }).first().waitFor();
  };
  return { page, file, drawn };
}
