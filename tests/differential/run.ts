/**
 * The same request by the page's own `fetch()` and by lib/fetch-as: outcome, visible headers and the wire compared.
 * Options: --browser chromium|firefox (default: both), --short, --only <part of a name>, --sabotage <name>, --controls, --verbose.
 * Exits 1 when anything was LAXER, or stricter without a reason in allowed.ts.
 */

import { parseArgs } from 'node:util';
import type { FetchClient } from '../../lib/fetch-as/types';
import { allowed, type Allowed } from './allowed.ts';
import { launch, type Browser, type Document } from './browsers.ts';
import { makeCases, serialsIn, type Case, type Origins } from './cases.ts';
import { makeCertificate, type Certificate } from './certificate.ts';
import { compareOutcomes, compareWires, type Finding } from './compare.ts';
import { startHarness, type Harness } from './harness.ts';
import { fetchInPage, type PageResult } from './in-page.ts';
import type { Outcome, WireRequest } from './outcome.ts';
import { sabotages } from './sabotage.ts';
import { startServers, type Servers } from './server.ts';

type BrowserName = 'chromium' | 'firefox';

const { values: options } = parseArgs({
  options: {
    browser: { type: 'string' },
    short: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    sabotage: { type: 'string' },
    controls: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});

/** Requests of ours at a time. */
const lanes = 60;

const hosts = ['a.test', 'sub.a.test', 'b.test', 'one.github.io', 'two.github.io'];

const originsOf = ({ secure, otherSecure, plain }: Servers): Origins => ({
  A: `https://a.test:${secure}`,
  A2: `https://a.test:${otherSecure}`,
  SUB: `https://sub.a.test:${secure}`,
  X: `https://b.test:${otherSecure}`,
  X2: `https://b.test:${secure}`,
  ONE: `https://one.github.io:${secure}`,
  TWO: `https://two.github.io:${otherSecure}`,
  plainA: `http://a.test:${plain}`,
  plainX: `http://b.test:${plain}`,
  localhost: `http://localhost:${plain}`,
  loopback: `http://127.0.0.1:${plain}`,
});

interface Client {
  document: Document;
  client: FetchClient;
}

/** Sets three cookies, one of each SameSite kind. */
const pageURL = (origin: string, cookiePrefix: string, parameters: [string, string][] = []): string => {
  const url = new URL('/page', origin);
  for (const kind of ['Strict', 'Lax', 'None']) {
    url.searchParams.append(
      'h',
      `Set-Cookie: ${cookiePrefix}_${kind.toLowerCase()}=1; SameSite=${kind}${origin.startsWith('https') ? '; Secure' : ''}`,
    );
  }
  for (const [name, value] of parameters) url.searchParams.append(name, value);
  return url.href;
};

const openClients = async (browser: Browser, { A, SUB, X, ONE, TWO, localhost }: Origins): Promise<Record<NonNullable<Case['client']>, Client>> => {
  for (const [origin, prefix] of [
    [SUB, 's'],
    [X, 'b'],
    [TWO, 't'],
  ] as const)
    await browser.open(pageURL(origin, prefix));
  const client = async (origin: string, url: string, referrerPolicy: ReferrerPolicy = ''): Promise<Client> => ({
    document: (await browser.open(url)).document,
    client: { origin, url, referrerPolicy, connectsAnywhere: true },
  });
  const main = await client(A, pageURL(A, 'a', [['title', 'main']]));
  const framedURL = `${A}/page?framed`;
  const { frame } = await browser.open(`${X}/page?frame=${encodeURIComponent(framedURL)}`);
  if (frame === null) throw new Error('no frame');
  return {
    main,
    policy: await client(A, `${A}/page?h=Referrer-Policy:no-referrer`, 'no-referrer'),
    local: await client(localhost, pageURL(localhost, 'l')),
    framed: { document: frame, client: { origin: A, url: framedURL, referrerPolicy: '', connectsAnywhere: true, crossSiteAncestor: true } },
    suffix: await client(ONE, pageURL(ONE, 'o')),
  };
};

const oursFor = async (harness: Harness, client: FetchClient, page: PageResult): Promise<Outcome> => {
  if (page.request === null) return { error: 'no Request' };
  if (page.request.mode === ('no-cors' as string)) return { error: 'fetch() of the registration refuses no-cors' };
  return harness.perform({ request: page.request, client });
};

interface Compared {
  case: Case;
  page: PageResult;
  pageLog: WireRequest[];
  ours: Outcome;
  ourLog: WireRequest[];
}

/** The page's one after the other; ours side by side, so that rules of different requests would be seen to mix. */
const performAll = async (cases: Case[], clients: Record<string, Client>, harness: Harness, servers: Servers): Promise<Compared[]> => {
  const all: Compared[] = [];
  for (const one of cases) {
    servers.takeLog();
    const { url, init = {}, client = 'main' } = one;
    const page = await clients[client]!.document.evaluate<PageResult>(fetchInPage.toString(), { url, init });
    all.push({ case: one, page, pageLog: servers.takeLog(), ours: { error: 'not asked' }, ourLog: [] });
  }
  const bySerial = new Map(all.flatMap((compared) => serialsIn(compared.case.url).map((serial) => [serial, compared] as const)));
  const queue = [...all];
  const lane = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      next.ours = await oursFor(harness, clients[next.case.client ?? 'main']!.client, next.page);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  for (const request of servers.takeLog()) {
    const compared = bySerial.get(serialsIn(request.url)[0]!);
    if (compared === undefined) throw new Error(`whose is ${request.url}?`);
    compared.ourLog.push(request);
  }
  return all;
};

const reasonFor = (browser: BrowserName, name: string, { what }: Finding): Allowed | undefined =>
  allowed.find((entry) => (entry.browser ?? browser) === browser && entry.cases.test(name) && entry.what.test(what));

const show = (name: string, { verdict, what, page, ours }: Finding, note: string): void =>
  console.log(`  ${verdict === 'laxer' ? 'LAXER' : 'stricter'}  ${name}: ${what}${note}\n      page  ${page}\n      ours  ${ours}`);

interface Totals {
  cases: number;
  identical: number;
  stricter: number;
  laxer: number;
  unlisted: number;
}

const compareAll = async (name: BrowserName, cases: Case[], clients: Record<string, Client>, harness: Harness, servers: Servers): Promise<Totals> => {
  const totals: Totals = { cases: cases.length, identical: 0, stricter: 0, laxer: 0, unlisted: 0 };
  const used = new Map<Allowed, number>();
  const times: number[] = [];
  for (const { case: one, page, pageLog, ours, ourLog } of await performAll(cases, clients, harness, servers)) {
    const caseName = one.name;
    if ('milliseconds' in ours && ours.milliseconds !== undefined) times.push(ours.milliseconds);

    const findings = [...compareOutcomes(page.outcome, ours), ...compareWires(pageLog, ourLog)];
    const laxer = findings.filter(({ verdict }) => verdict === 'laxer');
    const reasons = findings
      .filter(({ verdict }) => verdict === 'stricter')
      .map((finding) => ({ finding, entry: reasonFor(name, caseName, finding) }));
    const unlisted = reasons.filter(({ entry }) => entry === undefined);
    for (const { entry } of reasons) if (entry !== undefined) used.set(entry, (used.get(entry) ?? 0) + 1);

    if (laxer.length > 0) totals.laxer++;
    else if (unlisted.length > 0) totals.unlisted++;
    else if (reasons.length > 0) totals.stricter++;
    else totals.identical++;
    for (const finding of laxer) show(caseName, finding, '');
    for (const { finding, entry } of reasons)
      if (entry === undefined || options.verbose) show(caseName, finding, entry === undefined ? '  (no reason listed)' : '');
  }
  times.sort((a, b) => a - b);
  console.log(
    `${name}: ${totals.cases} cases, ${totals.identical} identical, ${totals.stricter} stricter, ${totals.unlisted} stricter without a reason, ${totals.laxer} LAXER; median ${times[times.length >> 1]?.toFixed(1)} ms`,
  );
  for (const [{ reason }, count] of used) console.log(`    stricter ×${count}: ${reason}`);
  if (whole) {
    for (const entry of allowed) {
      if ((entry.browser ?? name) !== name || used.has(entry)) continue;
      console.log(`  no longer stricter: ${entry.reason}`);
      totals.unlisted++;
    }
  }
  return totals;
};

const run = async (name: BrowserName, certificate: Certificate, sabotage: string | null): Promise<Totals> => {
  const change = sabotage === null ? null : sabotages[sabotage];
  if (change === undefined) throw new Error(`no such sabotage; there are: ${Object.keys(sabotages).join(' ')}`);
  const servers = await startServers(certificate);
  const harness = await startHarness(name, change);
  try {
    const browser = await launch(name, { extension: harness.folder, hosts, publicKeyHash: certificate.publicKeyHash });
    try {
      const origins = originsOf(servers);
      const clients = await openClients(browser, origins);
      const cases = makeCases(origins).filter((one) => (!options.short && sabotage === null ? true : one.short) && one.name.includes(options.only));
      // Learns, by one request of its own, where the pages come from.
      for (const { client } of Object.values(clients)) {
        const warm = await clients['main'].document.evaluate<PageResult>(fetchInPage.toString(), {
          url: `${origins.X2}/get?h=Access-Control-Allow-Origin:*`,
          init: {},
        });
        await oursFor(harness, client, warm);
      }
      return await compareAll(name, cases, clients, harness, servers);
    } finally {
      await browser.close();
    }
  } finally {
    harness.close();
    servers.close();
  }
};

/** Every case runs, so every reason must be of use. */
const whole = !options.short && !options.controls && options.only === '' && options.sabotage === undefined;
const browsers = (options.browser === undefined ? ['chromium', 'firefox'] : [options.browser]) as BrowserName[];
const certificate = makeCertificate(hosts);
let failed = false;
for (const name of browsers) {
  if (options.controls) {
    for (const sabotage of Object.keys(sabotages)) {
      const { laxer } = await run(name, certificate, sabotage);
      console.log(`control ${sabotage}: ${laxer > 0 ? 'caught' : 'NOT CAUGHT'}`);
      failed ||= laxer === 0;
    }
  } else {
    const { laxer, unlisted } = await run(name, certificate, options.sabotage ?? null);
    failed ||= laxer > 0 || unlisted > 0;
  }
}
process.exit(failed ? 1 : 0);
