/** What the popup is shown with in its pictures. */

const MB = 1e6;
const minutes = 60_000;

let serial = 0;
const job = (origin, title, more = {}) => (now) => ({
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
  hasData: true,
  ...(typeof more === 'function' ? more(now) : more),
});
const failed = (failureReason) => (now) => ({ result: 'failure', failureReason, settledAt: now - 5 * minutes, downloaded: 12 * MB });

const episode = job('https://podcast.example', 'Long Rain, episode 12', { downloaded: 142.4 * MB, downloadTotal: 320 * MB });
const map = job('https://maps.example.org', 'Offline map: Норвегия', { downloaded: 812 * MB, recordCount: 214, recordsDone: 97 });
const film = job('https://cinema.example', 'The Third Window (2031), 4K', { downloaded: 1430 * MB, downloadTotal: 4210 * MB, paused: 'user' });
const upload = job('https://photos.example', 'Holiday pictures', { uploaded: 38 * MB, uploadTotal: 120 * MB, pausable: false, recordCount: 24, recordsDone: 7 });
const offline = job('https://news.example', 'Weekend edition', { downloaded: 3 * MB, downloadTotal: 40 * MB, waiting: { for: 'network' } });
const retrying = job('http://localhost:8080', 'Nightly build', (now) => ({ downloaded: 51 * MB, downloadTotal: 93 * MB, waiting: { for: 'retry', until: now + 12_400 } }));
const full = job('https://games.example', 'Islands, high-resolution pack', { downloaded: 9100 * MB, downloadTotal: 12_400 * MB, waiting: { for: 'space' } });
const asking = job('https://unknown.example', 'Free stuff', { paused: 'consent', downloadTotal: 700 * MB });
const done = job('https://podcast.example', 'Long Rain, episode 11', (now) => ({ result: 'success', settledAt: now - 20 * minutes, downloaded: 318 * MB, downloadTotal: 320 * MB }));
const unheard = job('https://library.example', 'Audio book: Moby-Dick', (now) => ({
  result: 'success',
  settledAt: now - 2000 * minutes,
  downloaded: 640 * MB,
  recordCount: 22,
  recordsDone: 22,
  undelivered: true,
}));

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

const mixed = [episode, map, upload, film, offline, retrying, asking, done, unheard, errors[0], errors[4]];
const list = (makers) => (now) => makers.map((make) => make(now));

export const STATES = [
  { name: 'empty', jobs: list([]) },
  { name: 'running', jobs: list([episode]) },
  { name: 'mixed', jobs: list(mixed) },
  { name: 'errors', jobs: list([full, ...errors]) },
  { name: 'dark', jobs: list(mixed), colorScheme: 'dark' },
  { name: 'russian', jobs: list([...mixed, full, errors[1], errors[2]]), language: 'ru' },
  { name: 'long-titles', jobs: list(hostile) },
  { name: 'zoom-200', jobs: list(mixed.slice(0, 5)), scale: 2, width: 800 },
  { name: 'narrow', jobs: list(mixed), width: 320 },
  { name: 'forced-colors', jobs: list(mixed), forcedColors: 'active' },
  { name: 'twenty', jobs: list([...mixed, ...errors, ...hostile]), colorScheme: 'dark' },
];
