import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ErrandOutcome, ServiceWorkerErrand } from '../protocol/site';
import { createErrands } from './errands';
import { FRAME_WITHIN, HANDLER_LIMIT, TAB_WITHIN, wake, type Place } from './wake';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const place: Place = { origin: 'https://a.example', scope: 'https://a.example/app/', scriptURL: 'https://a.example/sw.js' };
const errand: ServiceWorkerErrand = { kind: 'connect', scope: place.scope, nonce: 'n' };
const never = new Promise<void>(() => {});

/** What a document at each place does: `deaf` never calls, `mute` takes the errand and never ends it, else it answers so. */
type Behaviour = 'deaf' | 'mute' | 'crash' | ErrandOutcome['kind'];
const OUTCOMES: Record<ErrandOutcome['kind'], ErrandOutcome> = {
  handled: { kind: 'handled', rejected: false },
  unregistered: { kind: 'unregistered' },
  inactive: { kind: 'inactive' },
  unheard: { kind: 'unheard' },
  died: { kind: 'died' },
  closed: { kind: 'closed' },
};

function setup({ script, scope, tab }: { script: Behaviour; scope: Behaviour; tab: Behaviour | 'none' }) {
  const errands = createErrands();
  const steps: string[] = [];
  const open = new Set<string>();
  const rules = new Set<string>();

  const serve = (token: string, tabId: number | null, behaviour: Behaviour): void => {
    if (behaviour === 'deaf') return;
    const server = { origin: place.origin, tabId };
    errands.serve(token, server, behaviour === 'crash' ? Promise.resolve() : never);
    if (behaviour in OUTCOMES) errands.served(token, server, OUTCOMES[behaviour as ErrandOutcome['kind']]);
  };

  const done = wake(
    place,
    errand,
    {
      errands,
      frameRules: {
        add: async (url) => {
          rules.add(url);
          return { url, remove: async () => void rules.delete(url) };
        }
      },
      host: {
        openFrame: async ({ url, name }) => {
          expect(rules.has(url)).toBe(true);
          steps.push(url === place.scope ? 'scope' : 'script');
          open.add(name);
          serve(name, null, url === place.scope ? scope : script);
        },
        closeFrame: async (name) => void open.delete(name),
      },
      openTab: async () => {
        if (tab === 'none') return null;
        steps.push('tab');
        open.add('tab');
        return { tabId: 9, offer: (token) => serve(token, 9, tab), close: async () => void open.delete('tab') };
      },
      onFault: (_, error) => {
        throw error;
      },
    },
    () => steps.push('taken'),
  );
  return { done, steps, open, rules };
}

test.each<[Behaviour, Behaviour, Behaviour | 'none', string[], ErrandOutcome['kind']]>([
  ['handled', 'deaf', 'deaf', ['script', 'taken'], 'handled'],
  ['unregistered', 'deaf', 'deaf', ['script', 'taken'], 'unregistered'],
  ['unheard', 'deaf', 'deaf', ['script', 'taken'], 'unheard'],
  ['crash', 'deaf', 'deaf', ['script', 'taken'], 'died'],
  ['deaf', 'handled', 'deaf', ['script', 'scope', 'taken'], 'handled'],
  ['inactive', 'handled', 'deaf', ['script', 'taken', 'scope', 'taken'], 'handled'],
  ['inactive', 'inactive', 'handled', ['script', 'taken', 'scope', 'taken'], 'inactive'],
  ['deaf', 'deaf', 'handled', ['script', 'scope', 'tab', 'taken'], 'handled'],
  ['deaf', 'deaf', 'deaf', ['script', 'scope', 'tab'], 'inactive'],
  ['deaf', 'deaf', 'none', ['script', 'scope'], 'inactive'],
  ['mute', 'deaf', 'deaf', ['script', 'taken'], 'handled'],
])('script %s, scope %s, tab %s: goes %j, ends %s', async (script, scope, tab, expected, kind) => {
  const { done, steps, open, rules } = setup({ script, scope, tab });
  await vi.advanceTimersByTimeAsync(2 * FRAME_WITHIN + TAB_WITHIN + HANDLER_LIMIT);
  expect((await done).kind).toBe(kind);
  expect(steps).toEqual(expected);
  expect([...open, ...rules]).toEqual([]);
});

test('a bridge has three seconds, and not one more', async () => {
  const { steps } = setup({ script: 'deaf', scope: 'handled', tab: 'none' });
  await vi.advanceTimersByTimeAsync(2_999);
  expect(steps).toEqual(['script']);
  await vi.advanceTimersByTimeAsync(1);
  expect(steps).toEqual(['script', 'scope', 'taken']);
});

test('a handler may take its time', async () => {
  const { done, open } = setup({ script: 'mute', scope: 'deaf', tab: 'none' });
  await vi.advanceTimersByTimeAsync(29 * 60_000);
  expect(open.size).toBe(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await done).toEqual({ kind: 'handled', rejected: true });
});

test('a frame that no rule can be made for leaves no errand behind', async () => {
  const errands = createErrands();
  const open = vi.spyOn(errands, 'open');
  const frameRules = { add: () => Promise.reject(new Error('no rules')) };
  const host = { openFrame: async () => {}, closeFrame: async () => {} };
  const outcome = wake(place, errand, { errands, frameRules, host, openTab: async () => null, onFault: () => {} }, () => {});
  expect([await outcome, open.mock.calls]).toEqual([{ kind: 'inactive' }, []]);
});
