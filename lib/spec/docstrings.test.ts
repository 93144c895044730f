import { expect, test } from 'vitest';
import { sources } from '../../scripts/sources';

/** Exported functions and classes, each with the comment before it. */
const exported = [...sources('lib/spec/**/*.ts')].flatMap(([file, text]) =>
  [...text.matchAll(/(\/\*\*(?:(?!\*\/)[^])*\*\/\n)?^export (class|function|const) (\w+)/gm)].map(([, comment = '', kind = '', name = '']) => ({ file, name, kind, comment })),
);

test.each(exported)('$name says what it is', ({ comment }) => {
  expect(comment).not.toBe('');
});

/** Interfaces of the web, and conversions of what a site hands over: each follows a text that can be read. */
const specified = exported.filter(({ kind, name, file }) => kind === 'class' || (file.includes('/convert/') && name.startsWith('convert')));

test.each(specified)('$name names its specification', ({ comment }) => {
  expect(comment).toMatch(/https:\/\/[\w.]+\/\S*#/);
});
