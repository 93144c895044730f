import { defineConfig } from '@playwright/test';
import type { TestOptions } from './tests/fixtures/test';

/** The same specs over three browsers; `native` has the API of its own and says what right is. */
export default defineConfig<TestOptions>({
  testDir: 'tests/e2e',
  testMatch: '*.spec.ts',
  outputDir: '.artifacts/e2e',
  workers: 1,
  forbidOnly: true,
  timeout: 40_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  projects: (['native', 'chromium', 'firefox'] as const).map((name) => ({
    name,
    use: { driverName: name },
    // Specs of the extension's own pages.
    ...(name === 'native' && { testIgnore: ['popup.spec.ts', 'manager.spec.ts', 'options.spec.ts', 'notifications.spec.ts', 'badge.spec.ts', 'try-it.spec.ts'] }),
  })),
});
