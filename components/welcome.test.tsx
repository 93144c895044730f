// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, expect, test, vi } from 'vitest';
import { testLanguage } from '../lib/ui/language.mocks';
import { testAccess } from '../lib/ui/site-access.mocks';
import { Welcome } from './welcome';

afterEach(() => render(null, document.body));

const text = (): string => document.body.textContent ?? '';

test('access that is missing is asked for with its reason, and the answer is seen', async () => {
  const access = testAccess({ given: false });
  render(<Welcome language={testLanguage('en')} access={access} native={false} shortcut={null} />, document.body);
  expect(text()).toContain('the extension needs access to all sites');
  document.querySelector('button')!.click();
  await vi.waitFor(() => expect(text()).toContain('Everything is ready'));
  expect(access.asked).toEqual([undefined]);
});

test('where there is access nothing is asked', () => {
  render(<Welcome language={testLanguage('en')} access={testAccess()} native={false} shortcut={null} />, document.body);
  expect(document.querySelector('button')).toBeNull();
});

test('a browser that has the API itself is asked for nothing', () => {
  render(<Welcome language={testLanguage('en')} access={testAccess({ given: false })} native shortcut={null} />, document.body);
  expect(text()).toContain('This browser has Background Fetch itself');
  expect(document.querySelector('button')).toBeNull();
});
