import { expect, test, vi } from 'vitest';
import { watchRegistrations } from './watch-registrations';

const SCOPE = 'https://site.test/';

class Worker extends EventTarget {
  state = 'activated';
  end(): void {
    this.state = 'redundant';
    this.dispatchEvent(new Event('statechange'));
  }
}

/** A registration as the browser changes it. */
class Registration {
  readonly scope = SCOPE;
  active: Worker | null = new Worker();
  update(): void {
    const before = this.active;
    this.active = new Worker();
    before?.end();
  }
  clear(): void {
    const before = this.active;
    this.active = null;
    before?.end();
  }
}

function setUp() {
  const site: { registration: Registration | undefined } = { registration: new Registration() };
  const gone = vi.fn<(scope: string, at: number) => void>();
  const watch = watchRegistrations({ getRegistration: async () => site.registration, getRegistrations: async () => [] } as never, gone);
  const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
  return { site, gone, watch, quiet };
}

test.each([
  ['nothing', () => undefined],
  ['another registration of the scope', () => new Registration()],
])('a registration that gives way to %s is told once', async (_, next) => {
  const { site, gone, watch, quiet } = setUp();
  await Promise.all([watch(SCOPE), watch(SCOPE)]);
  const { registration } = site;
  site.registration = next();
  registration!.clear();
  await quiet();
  expect(gone.mock.calls).toEqual([[SCOPE, expect.closeTo(Date.now(), -4)]]);
});

test('updates are not told, and the end after them is', async () => {
  const { site, gone, watch, quiet } = setUp();
  await watch(SCOPE);
  for (let times = 0; times < 2; times += 1) {
    site.registration!.update();
    await quiet();
  }
  expect(gone).not.toHaveBeenCalled();
  const { registration } = site;
  site.registration = undefined;
  registration!.clear();
  await quiet();
  expect(gone).toHaveBeenCalledTimes(1);
});

test('a registration that was not active is watched when it is asked about again', async () => {
  const { site, gone, watch, quiet } = setUp();
  site.registration!.active = null;
  await watch(SCOPE);
  site.registration!.active = new Worker();
  await watch(SCOPE);
  const { registration } = site;
  site.registration = undefined;
  registration!.clear();
  await quiet();
  expect(gone).toHaveBeenCalledTimes(1);
});
