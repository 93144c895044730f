import { expect, test, vi } from 'vitest';
import type { Job } from '../jobs/model';
import { createNotifications } from './notifications';

const setup = ({ notifyDone = true, notifyFailed = true, seen = false } = {}) => {
  const shown: { id: string; title: string; message: string }[] = [];
  const cleared: string[] = [];
  const clicked: string[] = [];
  let press!: (id: string) => void;
  const notifications = createNotifications({
    notifications: {
      create: async (id: string, { title, message }: { title: string; message: string }) => void shown.push({ id, title, message }),
      clear: async (id: string) => (cleared.push(id), true),
      onClicked: { addListener: (listener: typeof press) => (press = listener) },
    } as never,
    i18n: { getMessage: (name) => name },
    iconURL: 'icon',
    settings: async () => ({ notifyDone, notifyFailed }),
    isSeen: () => seen,
    click: async (job) => void clicked.push(job),
    onFault: () => {},
  });
  return { notifications, shown, cleared, clicked, press };
};

const job = (failureReason: string, title = 'Episode 7'): Job =>
  ({ key: 'k', origin: 'https://a.example', title, phase: { state: 'settled', failureReason } }) as unknown as Job;

test.each([
  ['', 'notifyDone'],
  ['fetch-error', 'notifyFailed'],
  ['quota-exceeded', 'notifyFailed'],
])('an end with "%s" is told as %s, with title and origin', async (reason, title) => {
  const { notifications, shown } = setup();
  await notifications.ended(job(reason));
  expect(shown).toEqual([{ id: 'job:k', title, message: 'Episode 7\na.example' }]);
});

test.each([
  ['one that was cancelled', {}, 'aborted'],
  ['success, where that is switched off', { notifyDone: false }, ''],
  ['failure, where that is switched off', { notifyFailed: false }, 'bad-status'],
  ['anything, where somebody looks', { seen: true }, ''],
])('nothing is told of %s', async (_, given, reason) => {
  const { notifications, shown } = setup(given);
  await notifications.ended(job(reason));
  expect(shown).toEqual([]);
});

test('each kind is switched off alone', async () => {
  const { notifications, shown } = setup({ notifyFailed: false });
  await notifications.ended(job('bad-status'));
  await notifications.ended(job(''));
  expect(shown).toHaveLength(1);
});

test('a title is text of one line, whatever a site puts there', async () => {
  const { notifications, shown } = setup();
  await notifications.ended(job('', '<a href="https://evil.example">Bank</a>\n&#60;b&#62;\u202Ex'));
  await notifications.ended(job('', '\u200B'));
  expect(shown.map(({ message }) => message)).toEqual(['‹a href="https://evil.example"›Bank‹/a› ＆#60;b＆#62; x\na.example', 'untitled\na.example']);
});

test('a click activates the job and takes the notification away; one of somebody else is none of ours', async () => {
  const { press, cleared, clicked } = setup();
  press('other');
  press('job:k');
  await vi.waitFor(() => expect([cleared, clicked]).toEqual([['job:k'], ['k']]));
});

test('a job that is forgotten leaves no notification', async () => {
  const { notifications, cleared } = setup();
  await notifications.forgotten('k');
  expect(cleared).toEqual(['job:k']);
});
