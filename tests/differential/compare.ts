/** Where did the extension's request do more, or less, than the page's own? */

import type { Answer, Outcome, WireRequest } from './outcome';

export interface Finding {
  /** `laxer`: a hole. `stricter`: must be listed in allowed.ts. */
  verdict: 'laxer' | 'stricter';
  /** What differs: `outcome`, `visible x-one`, `sent cookie` … */
  what: string;
  page: string;
  ours: string;
}

/** Not the page's choice: connection, negotiation, or of this run's moment. */
const unimportant = new Set(['date', 'connection', 'keep-alive', 'priority', 'content-length', 'host', 'pragma', 'cache-control']);
/** Low-entropy hints of the browser about itself. */
const isClientHint = (name: string): boolean =>
  name.startsWith('sec-ch-') || name === 'sec-gpc' || name === 'dnt' || name === 'sec-fetch-storage-access';

const describe = (outcome: Outcome): string =>
  'error' in outcome
    ? `refused (${outcome.error})`
    : `${outcome.type} ${outcome.status} ${outcome.statusText} ${outcome.url} redirected=${outcome.redirected}`;

const compareVisible = (page: Answer, ours: Answer): Finding[] => {
  const theirs = new Map(page.headers);
  const mine = new Map(ours.headers);
  const findings: Finding[] = [];
  for (const name of new Set([...theirs.keys(), ...mine.keys()])) {
    const [a, b] = [theirs.get(name), mine.get(name)];
    if (unimportant.has(name) || a === b) continue;
    findings.push({ verdict: b === undefined ? 'stricter' : 'laxer', what: `visible ${name}`, page: a ?? '-', ours: b ?? '-' });
  }
  if (page.body !== ours.body) findings.push({ verdict: 'laxer', what: 'body', page: page.body.slice(0, 80), ours: ours.body.slice(0, 80) });
  return findings;
};

export const compareOutcomes = (page: Outcome, ours: Outcome): Finding[] => {
  const difference = { what: 'outcome', page: describe(page), ours: describe(ours) };
  if ('error' in ours) return 'error' in page ? [] : [{ ...difference, verdict: 'stricter' }];
  if ('error' in page) return [{ ...difference, verdict: 'laxer' }];
  const same = difference.page === difference.ours;
  return [...(same ? [] : [{ ...difference, verdict: 'laxer' as const }]), ...compareVisible(page, ours)];
};

/** From the most to the least trusted. */
const sites = ['', 'same-origin', 'same-site', 'cross-site'];

const cookies = (value: string | undefined): string[] => (value === undefined ? [] : value.split('; '));

/** Null: as the page's. */
const compareSent = (name: string, page: string | undefined, ours: string | undefined): Finding['verdict'] | null => {
  if (page === ours || unimportant.has(name)) return null;
  switch (name) {
    case 'cookie': {
      const theirs = new Set(cookies(page));
      return cookies(ours).some((cookie) => !theirs.has(cookie)) ? 'laxer' : theirs.size === cookies(ours).length ? null : 'stricter';
    }
    case 'referer':
      return ours === undefined || (page !== undefined && ours === `${new URL(page).origin}/`) ? 'stricter' : 'laxer';
    case 'origin':
      return ours === 'null' ? 'stricter' : 'laxer';
    case 'sec-fetch-site':
      return sites.indexOf(ours ?? '') > sites.indexOf(page ?? '') ? 'stricter' : 'laxer';
    default:
      return isClientHint(name) && ours === undefined ? null : 'laxer';
  }
};

const line = (request: WireRequest | undefined): string => (request === undefined ? '-' : `${request.method} ${request.url}`);

const compareRequests = (page: WireRequest, ours: WireRequest): Finding[] => {
  const findings: Finding[] = [];
  if (line(page) !== line(ours)) return [{ verdict: 'laxer', what: 'request', page: line(page), ours: line(ours) }];
  if (page.body !== ours.body) findings.push({ verdict: 'laxer', what: 'sent body', page: page.body, ours: ours.body });
  for (const name of new Set([...Object.keys(page.headers), ...Object.keys(ours.headers)])) {
    const [a, b] = [page.headers[name], ours.headers[name]];
    const verdict = compareSent(name, a, b);
    if (verdict !== null) findings.push({ verdict, what: `sent ${name}`, page: a ?? '-', ours: b ?? '-' });
  }
  return findings;
};

export const compareWires = (page: WireRequest[], ours: WireRequest[]): Finding[] => {
  const findings: Finding[] = [];
  const theirs = [...page];
  for (const mine of ours) {
    // A preflight more than the page's is a question more before anything happens.
    if (mine.method === 'OPTIONS' && theirs[0]?.method !== 'OPTIONS' && 'access-control-request-method' in mine.headers) {
      findings.push({ verdict: 'stricter', what: 'preflight', page: '-', ours: line(mine) });
      continue;
    }
    const next = theirs.shift();
    if (next === undefined) findings.push({ verdict: 'laxer', what: 'request', page: '-', ours: line(mine) });
    else findings.push(...compareRequests(next, mine));
  }
  for (const left of theirs) findings.push({ verdict: 'stricter', what: 'request', page: line(left), ours: '-' });
  return findings;
};
