import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import * as intrinsics from '../lib/spec/intrinsics';
import { createRealm } from '../lib/spec/test-realm';
import { version } from '../package.json';
import { companionText } from '../scripts/companion-text';
import companion from './package.json';

let text: string;
beforeAll(async () => {
  text = await companionText(fileURLToPath(new URL('..', import.meta.url)));
});

/** Runs the companion as a script of this global; replies what it has added to it. */
const addedTo = (realm: object, globals: Record<string, unknown> = {}): string[] => {
  const before = new Set(Object.getOwnPropertyNames(realm));
  // oxlint-disable-next-line typescript/no-implied-eval -- it is a script, and is run as one
  new Function('globalThis', ...Object.keys(globals), text)(realm, ...Object.values(globals));
  return Object.getOwnPropertyNames(realm).filter((name) => !before.has(name));
};

const createServiceWorker = () =>
  Object.assign(createRealm(), intrinsics, {
    registration: { scope: 'https://site.example/scope/' },
    location: new URL('https://site.example/sw.js'),
    navigator: { userAgent: 'Mozilla/5.0 Chrome/148' },
    clients: {},
    WindowClient: EventTarget,
    fetch: () => Promise.reject(new TypeError('offline')),
  });
/** What `instanceof` asks. */
const scopeOf = (realm: object) => ({ ServiceWorkerGlobalScope: realm.constructor });

test('the line brings the API into a service worker that lacks it', () => {
  const realm = createServiceWorker();
  expect(addedTo(realm, scopeOf(realm))).toEqual(expect.arrayContaining(['BackgroundFetchManager', 'BackgroundFetchEvent', 'onbackgroundfetchsuccess']));
  expect('backgroundFetch' in realm.register()).toBe(true);
});

test('the line does nothing where the browser has the API', () => {
  const realm = Object.assign(createServiceWorker(), { BackgroundFetchManager: Function });
  expect(addedTo(realm, scopeOf(realm))).toEqual([]);
});

test('the line does nothing in a page', () => {
  expect(addedTo(createServiceWorker())).toEqual([]);
});

test('it is one line of ASCII that may stand before any script', () => {
  expect(text).toMatch(/^[\x20-\x7e]+;$/);
  expect(text).not.toMatch(/\b(?:import|export)\b\s*[({'"*]/);
});

test('it has the version of the extension', () => {
  expect(companion.version).toBe(version);
});

test('its README names every event and both ways to write the line', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  const types = readFileSync(new URL('index.d.ts', import.meta.url), 'utf8');
  for (const [, event] of types.matchAll(/^ {2}(backgroundfetch\w+):/gm)) expect(readme).toContain(`\`${event}\``);
  expect(readme).toContain("import 'background-fetch-anywhere';");
  expect(readme).toContain("importScripts('/background-fetch-anywhere.js');");
});
