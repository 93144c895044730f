import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { version } from '../package.json';
import config from '../wxt.config';
import { manifestFaults, targets, type Manifest, type Target } from './manifest-faults';
import { sources } from './sources';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const manifestOf = (browser: Target): Manifest => ({ ...(config.manifest as unknown as (env: { browser: string }) => Manifest)({ browser }), version });
const faultsOf = (target: Target, change: Partial<Manifest> = {}): string[] => manifestFaults(target, { ...manifestOf(target), ...change }, { readme, version });

test.each(targets)('%s asks for what the README explains, and for nothing else', (target) => {
  expect(faultsOf(target)).toEqual([]);
});

test('the marks behind a permission say which browsers ask for it, and when', () => {
  const rows = ['| permission | why |', '|---|---|', '| `a`, `b` | |', '| `c` (not Safari) | |', '| `d` (Firefox) | |', '| `e` (Chromium, optional) | |'];
  const asks = (target: Target): string[] => manifestFaults(target, {}, { readme: rows.join('\n'), version }).filter((fault) => /asks for|ask for/.test(fault));
  expect(targets.map(asks)).toEqual([
    ['firefox: what it asks for is [], not ["a","b","c","d"]'],
    ['chrome: what it asks for is [], not ["a","b","c"]', 'chrome: what it may ask for later is [], not ["e"]'],
    ['edge: what it asks for is [], not ["a","b","c"]', 'edge: what it may ask for later is [], not ["e"]'],
    ['safari: what it asks for is [], not ["a","b"]'],
  ]);
});

test('no code asks the browser about other hosts than the manifest names', () => {
  // A filter of events may say more than there is.
  const asking = [...sources()].filter(([, text]) => text.replaceAll("urls: ['<all_urls>']", '').includes("'<all_urls>'"));
  expect(asking.map(([file]) => file)).toEqual([]);
});

test.each([
  ['a permission more', { permissions: [...manifestOf('firefox').permissions!, 'tabs'] }],
  ['a permission less', { permissions: manifestOf('firefox').permissions!.slice(1) }],
  ['an optional permission that is required', { permissions: [...manifestOf('firefox').permissions!, 'offscreen'] }],
  ['an optional permission that nobody explains', { optional_permissions: ['history'] }],
  ['other hosts', { host_permissions: ['<all_urls>'] }],
  ['another version', { version: '0.0.1' }],
  ['an older browser', { browser_specific_settings: { gecko: { ...manifestOf('firefox').browser_specific_settings!.gecko, strict_min_version: '139.0' } } }],
  ['private windows', { incognito: 'spanning' }],
  ['another policy', { content_security_policy: { extension_pages: "script-src 'self' 'wasm-unsafe-eval'" } }],
  ['scripts elsewhere', { content_scripts: [{ matches: ['file:///*'] }] }],
  ['files open to pages', { web_accessible_resources: [] }],
  ['data collected', { browser_specific_settings: { gecko: { strict_min_version: '140.0', data_collection_permissions: { required: ['websiteActivity'] } } } }],
])('%s: one fault', (_what, change) => {
  expect(faultsOf('firefox', change)).toHaveLength(1);
});
