// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, expect, test, vi } from 'vitest';
import { connectToBackground } from '../lib/ui/background-connection';
import { testBackground, testJob } from '../lib/ui/background.mocks';
import { createJobList } from '../lib/ui/job-list';
import { testLanguage } from '../lib/ui/language.mocks';
import { testAccess } from '../lib/ui/site-access.mocks';
import { Welcome } from './welcome';

afterEach(() => render(null, document.body));

const nobody = (): never => {
  throw new Error('nobody asked for a line');
};
const text = (): string => document.body.textContent ?? '';

test('access that is missing is asked for with its reason, and the answer is seen', async () => {
  const access = testAccess({ given: false });
  render(<Welcome language={testLanguage('en')} access={access} native={false} shortcut={null} connect={nobody} />, document.body);
  expect(text()).toContain('the extension needs access to all sites');
  document.querySelector('button')!.click();
  await vi.waitFor(() => expect(text()).toContain('Everything is ready'));
  expect(access.asked).toEqual([undefined]);
});

test('where there is access nothing is asked', () => {
  render(<Welcome language={testLanguage('en')} access={testAccess()} native={false} shortcut={null} connect={nobody} />, document.body);
  expect([...document.querySelectorAll('button')].map(({ textContent }) => textContent)).toEqual(['Try it now']);
});

test('the line to the background begins with the button, and what it begins can be handled there', async () => {
  const life = new AbortController();
  const background = testBackground([testJob({ job: 'own', origin: location.origin, title: 'Night train', downloaded: 1, downloadTotal: 9 }), testJob({ job: 'other', title: 'Of a site' })]);
  const connect = () => {
    const list = createJobList(testLanguage('en'), life.signal);
    return { list, background: connectToBackground(background.connect, list, life.signal) };
  };
  render(<Welcome language={testLanguage('en')} access={testAccess()} native={false} shortcut={null} connect={connect} />, document.body);
  expect(background.connections).toBe(0);
  document.querySelector('button')!.click();
  await vi.waitFor(() => expect([...document.querySelectorAll('.title')].map(({ textContent }) => textContent)).toEqual(['Night train']));
  document.querySelector<HTMLElement>('[aria-label="Pause: Night train"]')!.click();
  await vi.waitFor(() => expect(background.calls).toContainEqual(['pause', 'own']));
  document.querySelector('button')!.click();
  expect(background.connections).toBe(1);
  life.abort();
});

test('a browser that has the API itself is asked for nothing', () => {
  render(<Welcome language={testLanguage('en')} access={testAccess({ given: false })} native shortcut={null} connect={nobody} />, document.body);
  expect(text()).toContain('This browser has Background Fetch itself');
  expect(document.querySelector('button')).toBeNull();
});
