import { defineConfig } from '@playwright/test';
import config from '../../playwright.config';
import type { TestOptions } from '../fixtures/test';

/** What takes minutes and gigabytes, and floods at their full length: not for every run of all tests. */
export default defineConfig<TestOptions>({
  ...config,
  testDir: '..',
  testMatch: ['large/*.spec.ts', 'e2e/attack-floods.spec.ts'],
  outputDir: '../../.artifacts/e2e-large',
  timeout: 900_000,
  use: { floodCalls: 10_000 },
});
