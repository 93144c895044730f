/** What the extension's pages are shown with in their pictures. */

import { readFileSync } from 'node:fs';

export const MB = 1e6;
export const minutes = 60_000;
/** A drawing of a site's, as the background passes it on. */
export const PICTURE = `data:image/png;base64,${readFileSync(new URL('episode.png', import.meta.url)).toString('base64')}`;
const OWN_ICON = `data:image/png;base64,${readFileSync(new URL('../public/icon/96.png', import.meta.url)).toString('base64')}`;

let serial = 0;
export const job = (origin, title, more = {}) => (now) => ({
  job: `job-${++serial}`,
  origin,
  title,
  icon: null,
  createdAt: now - 3 * minutes - serial,
  downloaded: 0,
  downloadTotal: 0,
  uploaded: 0,
  uploadTotal: 0,
  recordCount: 1,
  recordsDone: 0,
  paused: null,
  waiting: null,
  result: '',
  failureReason: '',
  settledAt: null,
  pausable: true,
  undelivered: false,
  hasData: false,
  ...(typeof more === 'function' ? more(now) : more),
});
export const save = (of, more = {}) => (jobs) => ({
  save: `save-${of}-${more.index ?? 0}`,
  job: jobs.find(({ title }) => title === of).job,
  index: 0,
  from: 'stored',
  state: 'done',
  filename: 'file.bin',
  received: 0,
  total: null,
  error: null,
  resumable: false,
  ...more,
});
const failed = (failureReason) => (now) => ({ result: 'failure', failureReason, settledAt: now - 5 * minutes, downloaded: 12 * MB });

const episode = job('https://podcast.example', 'Long Rain, episode 12', { icon: PICTURE, downloaded: 142.4 * MB, downloadTotal: 320 * MB });
const next = job('https://podcast.example', 'Long Rain, episode 13', { icon: PICTURE, downloaded: 21.7 * MB, downloadTotal: 280 * MB });
const map = job('https://maps.example.org', 'Offline map: Норвегия', { downloaded: 812 * MB, recordCount: 214, recordsDone: 97 });
const tiles = job('https://maps.example.org', 'Offline map: Iceland, roads', { downloaded: 10.4 * MB, recordCount: 6, recordsDone: 3 });
const film = job('https://cinema.example', 'The Third Window (2031), 4K', { downloaded: 1430 * MB, downloadTotal: 4210 * MB, paused: 'user' });
const upload = job('https://photos.example', 'Holiday pictures', { uploaded: 38 * MB, uploadTotal: 120 * MB, pausable: false, recordCount: 24, recordsDone: 7 });
const offline = job('https://news.example', 'Weekend edition', { downloaded: 3 * MB, downloadTotal: 40 * MB, waiting: { for: 'network' } });
const retrying = job('http://localhost:8080', 'Nightly build', (now) => ({ downloaded: 51 * MB, downloadTotal: 93 * MB, waiting: { for: 'retry', until: now + 12_400, asked: false } }));
const full = job('https://games.example', 'Islands, high-resolution pack', { downloaded: 9100 * MB, downloadTotal: 12_400 * MB, waiting: { for: 'space' } });
const asking = job('https://unknown.example', 'Free stuff', { paused: 'consent', downloadTotal: 700 * MB });
const done = job('https://podcast.example', 'Long Rain, episode 11', (now) => ({ result: 'success', settledAt: now - 20 * minutes, downloaded: 318 * MB, downloadTotal: 320 * MB, icon: PICTURE, hasData: true }));
const unheard = job('https://library.example', 'Audio book: Moby-Dick', (now) => ({
  result: 'success',
  settledAt: now - 2000 * minutes,
  downloaded: 640 * MB,
  recordCount: 22,
  recordsDone: 22,
  undelivered: true,
  hasData: true,
}));
const noAccess = job('https://music.example', 'Live at the Harbour', { downloadTotal: 90 * MB, waiting: { for: 'host-access', origin: 'https://cdn.music.example' } });
const saved = job('https://maps.example.org', 'Offline map: Iceland', (now) => ({ result: 'success', settledAt: now - 90 * minutes, downloaded: 410 * MB, hasData: true, recordCount: 3 }));
const handedOver = job('https://cinema.example', 'The Long Way Round (2029)', (now) => ({ result: 'failure', failureReason: 'aborted', settledAt: now - 2 * minutes, downloaded: 0 }));

const tried = job('moz-extension://00000000-0000-4000-8000-000000000000', 'Night train, a picture to try it on', { icon: OWN_ICON, downloaded: 0.42 * MB, downloadTotal: 1.54 * MB, paused: 'user' });

const errors = [
  ['Seminar recording', 'bad-status'],
  ['Weather model', 'fetch-error'],
  ['Photo archive 2019–2031', 'quota-exceeded'],
  ['Surprise', 'download-total-exceeded'],
  ['Old episode', 'aborted'],
].map(([title, reason]) => job('https://media.example', title, failed(reason)));

const hostile = [
  job('https://a-very-long-name-that-a-site-chose-to-hide-who-it-is.accounts.bank.example.attacker-controlled-domain.example', 'x'.repeat(10_000), { downloaded: 5 * MB, downloadTotal: 10 * MB }),
  job('https://markup.example', '<img src=x onerror=alert(1)><b>Bold</b>', { downloaded: 5 * MB, downloadTotal: 10 * MB }),
  job('https://turn.example', '\u202Egnp.exe \u2067evil\u2066 title', { downloaded: 5 * MB, downloadTotal: 10 * MB }),
  job('https://spaces.example', '\u200B\u2028   \n', { downloaded: 5 * MB }),
  job('https://arabic.example', 'حلقة طويلة عن المطر, 12', { downloaded: 5 * MB, downloadTotal: 10 * MB }),
  job('https://words.example', 'A title of quite ordinary words that simply never comes to its end, however long one reads on and on, until it is cut', { downloaded: 5 * MB, downloadTotal: 10 * MB }),
];

const mixed = [episode, next, map, upload, film, offline, retrying, asking, noAccess, done, unheard, saved, handedOver, errors[0], errors[4]];
const saves = [
  save('Offline map: Iceland', { state: 'running', received: 131 * MB, total: 410 * MB }),
  save('Long Rain, episode 11', { filename: 'long-rain-11.mp3' }),
  save('The Long Way Round (2029)', { from: 'direct', state: 'running', received: 640 * MB, total: 2110 * MB, resumable: true }),
];
const managed = [episode, next, tiles, film, asking, done, saved, handedOver, errors[0]];
export const list = (makers) => (now) => makers.map((make) => make(now));

export const file = (index, path, more = {}) => ({
  job: '',
  index,
  url: `https://tiles.maps.example.org/iceland/${path}`,
  method: 'GET',
  status: 200,
  contentType: 'application/octet-stream',
  result: 'success',
  downloaded: 4.1 * MB,
  total: 4.1 * MB,
  uploaded: 0,
  uploadTotal: 0,
  attempts: 0,
  ...more,
});
const FILES = [
  file(0, 'index.json', { contentType: 'application/json', downloaded: 81_200, total: 81_200 }),
  file(1, 'z12/1843-901.pbf?v=31&style=terrain', { result: '', downloaded: 1.7 * MB }),
  file(2, 'z12/1843-902.pbf', { result: '', status: null, contentType: '', downloaded: 0, total: null, attempts: 2 }),
  file(3, 'z12/1843-903.pbf', { result: 'bad-status', status: 404, contentType: 'text/html', downloaded: 0 }),
  file(4, '%D8%AE%D8%B1%D9%8A%D8%B7%D8%A9.pbf', { result: '', status: null, contentType: '', downloaded: 0, total: null }),
  file(5, 'a-very-long-name-that-goes-on-and-on-'.repeat(6) + '.pbf'),
];

export const SETTINGS = {
  defaultConsent: 'allow',
  connections: 12,
  connectionsPerHost: 6,
  speedLimit: 5 * MB,
  onMetered: 'pause',
  keepDays: 14,
  notifyDone: true,
  notifyFailed: true,
};
export const STORAGE = {
  usage: 3_240 * MB,
  quota: 44_800 * MB,
  sites: [
    { origin: 'https://cinema.example', bytes: 1_430 * MB },
    { origin: 'https://maps.example.org', bytes: 812 * MB },
    { origin: 'https://library.example', bytes: 640 * MB },
    { origin: 'https://podcast.example', bytes: 358 * MB },
  ],
};
export const LOG = [
  { at: Date.UTC(2031, 4, 20, 9, 12), where: 'delivery', text: 'the site’s worker did not answer' },
  { at: Date.UTC(2031, 4, 20, 9, 14), where: 'worker lost', text: 'started again' },
];
export const CONSENTS = [
  { origin: 'https://unknown.example', consent: 'ask' },
  { origin: 'https://ads.example', consent: 'block' },
];

/** Presses what must be open to be seen. */
const tryIt = async (page) => {
  await page.locator('.try .primary').click();
  await page.locator('.job').waitFor();
};
const openFiles = async (page) => {
  await page.locator('.job', { hasText: 'Iceland, roads' }).locator('summary').click();
  await page.locator('.file').first().waitFor();
};
const askToClear = (page) => page.locator('#heading-clear ~ .confirm button').click();
const removeOne = (page) => page.getByRole('button', { name: 'Remove: Old episode' }).click();
const openSites = (page) => page.locator('.sites summary').click();
const report = async (page) => {
  await page.locator('#heading-diagnostics ~ .buttons button').first().click();
  await page.locator('.report').waitFor();
};

const twenty = [...mixed, ...errors.slice(1, 4), ...hostile.slice(0, 2)];
/** A hundred at once. */
const hundred = Array.from({ length: 100 }, (_, index) => job(`https://site-${index % 7}.example`, `Episode ${index + 1}`, { downloaded: index * MB, downloadTotal: 300 * MB }));

const WIDE = { width: 1180 };
const PAGE = { width: 820 };

/**
 * `page`: popup unless said. `kept`: in docs/screenshots, for the README; the others are only looked at.
 * `locale`: a folder of public/_locales, or `ar`, English in Arabic letters. `access`: the browser lets us at sites.
 */
export const STATES = [
  { name: 'popup-empty', jobs: list([]), kept: true },
  { name: 'popup-native', jobs: list([]), native: true },
  { name: 'popup-no-access', jobs: list([]), access: false },
  { name: 'popup-running', jobs: list([episode]), kept: true },
  { name: 'popup-consent', jobs: list([asking]), kept: true },
  { name: 'popup-errors', jobs: list([full, noAccess, ...errors]), kept: true },
  { name: 'popup-mixed', jobs: list(mixed), saves, kept: true },
  { name: 'popup-dark', jobs: list(mixed), saves, colorScheme: 'dark', kept: true },
  { name: 'popup-twenty', jobs: list(twenty), saves, height: 600 },
  { name: 'popup-hundred', jobs: list(hundred), height: 600, fastest: 100 },
  { name: 'popup-undo', jobs: list([episode, errors[4]]), act: removeOne },
  { name: 'popup-sites', jobs: list([episode, asking]), act: openSites },
  { name: 'popup-russian', jobs: list([...mixed, full, errors[1], errors[2]]), saves, locale: 'ru', kept: true },
  { name: 'popup-rtl', jobs: list([...mixed, hostile[4]]), saves, locale: 'ar', kept: true },
  ...['de', 'es', 'fr', 'ja', 'zh_CN'].map((locale) => ({ name: `popup-${locale}`, jobs: list(mixed), saves, locale })),
  { name: 'popup-long-titles', jobs: list(hostile) },
  { name: 'popup-zoom-200', jobs: list(mixed.slice(0, 6)), saves: [], scale: 2, width: 800, kept: true },
  { name: 'popup-narrow', jobs: list(mixed), saves, width: 320 },
  { name: 'popup-forced-colors', jobs: list(mixed), saves, forcedColors: 'active' },
  { name: 'manager', page: 'manager', jobs: list(managed), saves, files: FILES, act: openFiles, ...WIDE, kept: true },
  { name: 'manager-dark', page: 'manager', jobs: list(managed), saves, files: FILES, act: openFiles, colorScheme: 'dark', ...WIDE },
  { name: 'manager-report', page: 'manager', jobs: list([episode]), files: FILES, act: report, ...WIDE },
  { name: 'manager-empty', page: 'manager', jobs: list([]), ...WIDE },
  { name: 'manager-russian', page: 'manager', jobs: list(managed), saves, files: FILES, act: openFiles, locale: 'ru', ...WIDE },
  { name: 'manager-rtl', page: 'manager', jobs: list(managed), saves, files: FILES, act: openFiles, locale: 'ar', ...WIDE },
  { name: 'manager-narrow', page: 'manager', jobs: list(managed), saves, files: FILES, act: openFiles, width: 320 },
  { name: 'manager-zoom-200', page: 'manager', jobs: list(managed.slice(0, 4)), files: FILES, act: openFiles, scale: 2, width: 1180 },
  { name: 'options', page: 'options', jobs: list([episode]), ...PAGE, kept: true },
  { name: 'options-dark', page: 'options', jobs: list([episode]), act: askToClear, colorScheme: 'dark', ...PAGE },
  { name: 'options-russian', page: 'options', jobs: list([episode]), locale: 'ru', ...PAGE },
  { name: 'options-rtl', page: 'options', jobs: list([episode]), locale: 'ar', ...PAGE },
  { name: 'options-narrow', page: 'options', jobs: list([episode]), act: askToClear, width: 320 },
  { name: 'options-forced-colors', page: 'options', jobs: list([episode]), forcedColors: 'active', ...PAGE },
  { name: 'welcome', page: 'welcome', jobs: list([]), access: false, ...PAGE, kept: true },
  { name: 'welcome-ready', page: 'welcome', jobs: list([]), colorScheme: 'dark', ...PAGE },
  { name: 'welcome-tried', page: 'welcome', jobs: list([tried]), act: tryIt, ...PAGE },
  { name: 'welcome-tried-narrow', page: 'welcome', jobs: list([tried]), act: tryIt, colorScheme: 'dark', locale: 'ru', width: 320 },
  { name: 'welcome-russian', page: 'welcome', jobs: list([]), access: false, locale: 'ru', ...PAGE },
  { name: 'welcome-rtl', page: 'welcome', jobs: list([]), access: false, locale: 'ar', ...PAGE },
  { name: 'welcome-narrow', page: 'welcome', jobs: list([]), access: false, width: 320 },
];
