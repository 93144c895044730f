import { expect, test } from 'vitest';
import { hasHostAccess } from './host-access';

const contains =
  (answers: Record<string, boolean>) =>
  async ({ origins }: { origins?: string[] }): Promise<boolean> => {
    const answer = answers[origins![0]!];
    if (answer === undefined) throw new Error('no such pattern');
    return answer;
  };

test.each([
  ['the host', true, { 'https://a.example:8443/*': true, 'https://a.example/*': true }],
  ['the port alone, as in Chromium', true, { 'https://a.example:8443/*': true, 'https://a.example/*': false }],
  ['a port for which there is no pattern, as in Firefox', true, { 'https://a.example:8443/*': false, 'https://a.example/*': true }],
  ['a port of which no pattern can be made', false, { 'https://a.example/*': false }],
  ['nothing', false, { 'https://a.example:8443/*': false, 'https://a.example/*': false }],
  ['a host of which no pattern can be made', true, {}],
])('access: %s', async (_what, expected, answers) => {
  expect(await hasHostAccess({ contains: contains(answers) }, 'https://a.example:8443/file?x#y')).toBe(expected);
});
