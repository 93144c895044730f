import { setTimeout as wait } from 'node:timers/promises';
import type { Driver, Page } from '../fixtures/drivers/driver.ts';
import type { TestPage } from './pages.ts';

/** In the order of testharness.js, which numbers them. */
const SUBTEST_STATUSES = ['PASS', 'FAIL', 'TIMEOUT', 'NOTRUN', 'PRECONDITION_FAILED'] as const;
const HARNESS_STATUSES = ['OK', 'ERROR', 'TIMEOUT', 'PRECONDITION_FAILED'] as const;

export type SubtestStatus = (typeof SUBTEST_STATUSES)[number];

export interface PageResult {
  /** `CRASH`: the page or its browser is gone, or does not answer. */
  status: (typeof HARNESS_STATUSES)[number] | 'CRASH';
  message: string | null;
  subtests: { name: string; status: SubtestStatus; message: string | null }[];
}

/** What vendor/testharnessreport.js gives out. */
interface Completion {
  status: number;
  message: string | null;
  tests: { name: string; status: number; message: string | null }[];
}

/** Milliseconds. Six times those of web-platform-tests, twice for a long page: machines differ. */
const LIMIT = 60_000;
const LONG_LIMIT = 120_000;
const LAST_WORDS = 15_000;

const LATE = Symbol('late');
const within = async <T>(promise: Promise<T>, milliseconds: number): Promise<T | typeof LATE> => {
  const cancel = new AbortController();
  const late = wait(milliseconds, LATE, { signal: cancel.signal });
  late.catch(() => {});
  return Promise.race([promise, late]).finally(() => cancel.abort());
};

const completion = (page: Page): Promise<Completion> =>
  page.evaluate(() => (window as unknown as { testharnessCompletion: Promise<Completion> }).testharnessCompletion as Promise<never>);

/** Has testharness.js mark what is unfinished, and report. */
const endTests = (page: Page): Promise<null> => page.evaluate(() => ((window as unknown as { timeout(): void }).timeout(), null));

const observe = async (page: Page, limit: number): Promise<Completion | typeof LATE> => {
  const reported = completion(page);
  const inTime = await within(reported, limit);
  if (inTime !== LATE) return inTime;
  return within(endTests(page).then(() => reported), LAST_WORDS);
};

/** Runs one page to its end, whatever that is. */
export const runPage = async (driver: Driver, origin: string, { name, long }: TestPage): Promise<PageResult> => {
  try {
    const page = await driver.newPage(`${origin}/${name}`);
    const seen = await observe(page, long ? LONG_LIMIT : LIMIT);
    if (seen === LATE) return { status: 'CRASH', message: 'the page does not answer', subtests: [] };
    await page.close();
    return {
      status: HARNESS_STATUSES[seen.status] ?? 'ERROR',
      message: seen.message,
      subtests: seen.tests.map((test) => ({ ...test, status: SUBTEST_STATUSES[test.status] ?? 'FAIL' })),
    };
  } catch (error) {
    return { status: 'CRASH', message: (error as Error).message, subtests: [] };
  }
};
