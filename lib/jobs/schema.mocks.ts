/**
 * Databases as versions of the extension have left them, in words of their own: today's code must not be what makes yesterday's rows.
 * Must never change. Each holds what the tests of schema.test.ts look for, under the same keys and ids.
 */

const DAY = 24 * 60 * 60_000;

/** All that they hold happened at this time: 2026-01-01. */
export const FROZEN_AT = 1_767_225_600_000;
/** What lies in the file `0-0-0` of each of their jobs. */
export const FROZEN_BYTES = 'bytes';

export const FROZEN_JOBS = { running: 'job-running', paused: 'job-paused', due: 'job-due', over: 'job-over' };

const storesOf1 = (db: IDBDatabase): IDBObjectStore => {
  const jobs = db.createObjectStore('jobs', { keyPath: 'key' });
  jobs.createIndex('origin', 'origin');
  jobs.createIndex('due', 'phase.delivery.notBefore');
  jobs.createIndex('kept', 'phase.delivery.keepUntil');
  db.createObjectStore('active', { keyPath: ['scope', 'id'] }).createIndex('origin', 'origin');
  db.createObjectStore('records', { keyPath: ['job', 'index'] }).createIndex('unsettled', ['job', 'pending']);
  db.createObjectStore('bodies');
  db.createObjectStore('tallies', { keyPath: 'job' });
  return jobs;
};

/** @param members of every job, that the version has beside those of version 1 */
const fill = (tx: IDBTransaction, members: object): void => {
  const add = (store: string, row: object): unknown => tx.objectStore(store).add(row);
  const job = (id: string, phase: object): object => ({
    key: `job-${id}`,
    origin: 'https://site.example',
    scope: 'https://site.example/',
    scriptURL: 'https://site.example/sw.js',
    id,
    title: 'Episode',
    icons: [{ src: 'https://site.example/icon.png', sizes: '192x192' }],
    downloadTotal: 5,
    uploadTotal: 0,
    recordCount: 1,
    clientURL: 'https://site.example/page',
    clientReferrerPolicy: '',
    connectsAnywhere: true,
    pausable: true,
    createdAt: FROZEN_AT,
    downloaded: 0,
    uploaded: 0,
    phase,
    ...members,
  });
  const request = {
    url: 'https://site.example/file',
    method: 'GET',
    headers: [['x-site', 'yes']],
    mode: 'cors',
    credentials: 'same-origin',
    cache: 'default',
    redirect: 'follow',
    referrer: 'about:client',
    referrerPolicy: '',
    integrity: '',
  };
  const response = { url: request.url, redirected: false, type: 'basic', status: 200, statusText: 'OK', headers: [['etag', '"1"']] };
  const record = (id: string, more: object): object => ({ job: `job-${id}`, index: 0, request, hasBody: false, response, generation: 0, validators: null, uploaded: 0, ...more });

  for (const [id, paused] of [
    ['running', null],
    ['paused', 'user'],
  ] as const) {
    add('jobs', job(id, { state: 'active', paused }));
    add('active', { scope: 'https://site.example/', id, job: `job-${id}`, origin: 'https://site.example', createdAt: FROZEN_AT, downloadTotal: 5 });
    add('records', record(id, { result: '', segments: [{ name: '0-0-0', size: 2 }], pending: 0 }));
    add('tallies', { job: `job-${id}`, settled: 0, downloaded: 2, uploaded: 0, failureReason: '' });
  }
  const deliveries = {
    due: { state: 'due', attempts: 1, notBefore: FROZEN_AT + 60_000, unheard: 0 },
    over: { state: 'over', heard: true, keepUntil: FROZEN_AT + 7 * DAY, data: false },
  };
  for (const [id, delivery] of Object.entries(deliveries)) {
    add('jobs', job(id, { state: 'settled', failureReason: '', settledAt: FROZEN_AT, delivery }));
    add('tallies', { job: `job-${id}`, settled: 1, downloaded: 5, uploaded: 0, failureReason: '' });
  }
  add('records', record('due', { result: 'success', segments: [{ name: '0-0-0', size: 5 }] }));
};

/** Index: the version. */
export const FROZEN: Record<number, (db: IDBDatabase, tx: IDBTransaction) => void> = {
  1: (db, tx) => {
    storesOf1(db);
    fill(tx, {});
  },
  2: (db, tx) => {
    storesOf1(db).createIndex('removed', 'removeAt');
    const saves = db.createObjectStore('saves', { keyPath: 'save' });
    for (const name of ['job', 'download', 'state', 'waiting']) saves.createIndex(name, name);
    fill(tx, { meteredToo: false, removeAt: null });
  },
  3: (db, tx) => {
    const jobs = storesOf1(db);
    jobs.createIndex('removed', 'removeAt');
    jobs.createIndex('untold', 'untold');
    const saves = db.createObjectStore('saves', { keyPath: 'save' });
    for (const name of ['job', 'download', 'state', 'waiting']) saves.createIndex(name, name);
    fill(tx, { meteredToo: false, removeAt: null });
  },
};
