import { defineConfig } from '@playwright/test';
import config from '../../playwright.config';
import type { TestOptions } from '../fixtures/test';

/** What takes minutes and gigabytes: not for every run of all tests. */
export default defineConfig<TestOptions>({ ...config, testDir: '.', outputDir: '../../.artifacts/e2e-large', timeout: 900_000 });
