import { existsSync, globSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { KEEP_FOR } from '../lib/jobs/delivery-policy';
import { MAX_ACTIVE_PER_ORIGIN, MAX_REQUESTS } from '../lib/jobs/limits';
import { MAX_ID_LENGTH } from '../lib/wire/id-limit';
import { LIMITS } from '../lib/transfer/limits';
import { read } from './sources';

const root = fileURLToPath(new URL('..', import.meta.url));
const documents = globSync(['*.md', '{docs,store,companion,decisions}/**/*.md'], { cwd: root }).map((path) => path.replaceAll('\\', '/'));

/** A heading as GitHub anchors it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-');

test.each(documents)('every link in %s leads somewhere', (document) => {
  const text = read(document);
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!).filter((link) => !/^https?:/.test(link));
  const broken = links.filter((link) => {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? document : posix.join(posix.dirname(document), path);
    if (!existsSync(`${root}${target}`)) return true;
    return anchor !== undefined && ![...read(target).matchAll(/^#+ (.+)$/gm)].some(([, heading]) => anchorOf(heading!) === anchor);
  });
  expect(broken).toEqual([]);
});

test('every decision is listed in ARCHITECTURE.md', () => {
  const decisions = documents.filter((path) => path.startsWith('decisions/'));
  expect(decisions.filter((path) => !read('ARCHITECTURE.md').includes(`](${path})`))).toEqual([]);
});

test('site authors are told the limits that there are', () => {
  const text = read('docs/for-site-authors.md');
  const number = (value: number): string => value.toLocaleString('en');
  expect(text).toContain(`ids over ${number(MAX_ID_LENGTH)} characters, more than ${number(MAX_REQUESTS)} requests in one fetch or ${number(MAX_ACTIVE_PER_ORIGIN)} fetches`);
  expect(text).toContain(`up to ${LIMITS.readLeast / 1024} KiB behind`);
  expect(KEEP_FOR / 86_400_000).toBe(7);
  expect(text).toContain('up to seven days');
});
