import type { SiteAccess } from './site-access';

interface TestAccess extends SiteAccess {
  /** What was asked for. */
  asked: (string | undefined)[];
}

/** A browser that gives access, or does not, without a person. */
export function testAccess({ given = true, answer = true } = {}): TestAccess {
  const listeners = new Set<() => void>();
  let state = given;
  const access: TestAccess = {
    asked: [],
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    request: (pattern) => {
      access.asked.push(pattern);
      state ||= answer;
      for (const listener of listeners) listener();
      return Promise.resolve();
    },
  };
  return access;
}
