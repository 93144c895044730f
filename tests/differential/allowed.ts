/** Where we are stricter than the page's own fetch, and why. Anything not listed fails the run. */

export interface Allowed {
  browser?: 'chromium' | 'firefox';
  cases: RegExp;
  what: RegExp;
  reason: string;
}

export const allowed: Allowed[] = [
  // By design.
  { cases: /mode no-cors$/, what: /outcome|request/, reason: 'Background Fetch refuses no-cors' },
  { cases: /door: data:$/, what: /outcome/, reason: 'Background Fetch is of http: and https: only' },
  { cases: /redirect: mode manual$/, what: /outcome/, reason: 'an opaque redirect has nothing that a background fetch could show' },
  { cases: /http localhost$|http loopback/, what: /outcome|request/, reason: 'loopback by name, asked by a page known only by DNS' },
  { cases: /, null$/, what: /sent cookie/, reason: 'no cookies after the request has left the site' },
  {
    cases: /^localhost page: /,
    what: /sent referer/,
    reason: 'from a trustworthy URL to one that is not, as the standard says; browsers look at https: only',
  },

  // The browser gives an extension no way.
  { cases: /redirect: (no|empty) Location/, what: /outcome/, reason: 'the body of a redirect is out of reach' },
  { browser: 'firefox', cases: /URL with credentials, same origin/, what: /outcome|request/, reason: 'no fetch() takes a URL with credentials' },

  // The two browsers differ, and we do as the stricter one everywhere.
  {
    browser: 'chromium',
    cases: /referrer: .*(no-referrer-when-downgrade, X|unsafe-url, X|says unsafe-url)/,
    what: /sent referer/,
    reason: 'Firefox shortens the Referer across sites',
  },
  {
    browser: 'chromium',
    cases: /redirect: POST 30[123], X to X, preflighted|redirect: Authorization/,
    what: /preflight/,
    reason: 'Firefox asks again after a redirect',
  },
  {
    browser: 'chromium',
    cases: /mode same-origin, POST, no referrer/,
    what: /sent origin/,
    reason: 'Origin is null with no-referrer outside CORS, as the standard says',
  },
  { browser: 'firefox', cases: /redirect: empty Location/, what: /request/, reason: 'Chromium takes an empty Location for none' },
  {
    browser: 'firefox',
    cases: /X to X2 with a header|Authorization, X to A/,
    what: /sent (origin|sec-fetch-site)/,
    reason: 'Firefox forgets the way when it asks again after a redirect',
  },

  // The browser is behind the standard.
  { cases: /authorization by "\*"/, what: /outcome|request/, reason: '* never stands for Authorization' },
  {
    browser: 'firefox',
    cases: /safelist: accept: a+, accept: a+/,
    what: /outcome|preflight|request/,
    reason: 'safelisted values over 1024 bytes need a preflight',
  },
  { browser: 'chromium', cases: /safelist: (save-data|dpr)/, what: /outcome|preflight|request/, reason: 'client hints are not on the safelist' },
];
