import { chromium } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import puppeteer from 'puppeteer-core';

/** A document. Runs a function given as text, with one JSON argument. */
export interface Document {
  evaluate<R>(source: string, argument: unknown): Promise<R>;
}

export interface Browser {
  /** The page's document, and that of its first frame where it has one. */
  open(url: string): Promise<{ document: Document; frame: Document | null }>;
  close(): Promise<void>;
}

interface Options {
  extension: string;
  /** Names that must lead to the loopback address. */
  hosts: string[];
  publicKeyHash: string;
}

const call = (source: string, argument: unknown): string => `(${source})(${JSON.stringify(argument)})`;

const launchChromium = async ({ extension, hosts, publicKeyHash }: Options): Promise<Browser> => {
  const profile = mkdtempSync(path.join(tmpdir(), 'differential-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    headless: true,
    chromiumSandbox: false,
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      '--disable-gpu',
      '--disable-quic',
      `--host-resolver-rules=${hosts.map((host) => `MAP ${host} 127.0.0.1`).join(',')}`,
      `--ignore-certificate-errors-spki-list=${publicKeyHash}`,
    ],
  });
  return {
    open: async (url) => {
      const page = await context.newPage();
      await page.goto(url);
      const inner = page.frames()[1];
      return {
        document: { evaluate: (source, argument) => page.evaluate(call(source, argument)) },
        frame: inner === undefined ? null : { evaluate: (source, argument) => inner.evaluate(call(source, argument)) },
      };
    },
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

const launchFirefox = async ({ extension, hosts }: Options): Promise<Browser> => {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env['FIREFOX'] ?? '/usr/bin/firefox-esr',
    headless: true,
    acceptInsecureCerts: true,
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: { 'network.dns.localDomains': hosts.join(','), 'dom.security.https_first': false },
  });
  await browser.installExtension(extension);
  return {
    open: async (url) => {
      const page = await browser.newPage();
      await page.goto(url);
      const inner = page.frames()[1];
      return {
        document: { evaluate: (source, argument) => page.evaluate(call(source, argument)) as Promise<never> },
        frame: inner === undefined ? null : { evaluate: (source, argument) => inner.evaluate(call(source, argument)) as Promise<never> },
      };
    },
    close: () => browser.close(),
  };
};

export const launch = (name: 'chromium' | 'firefox', options: Options): Promise<Browser> =>
  name === 'chromium' ? launchChromium(options) : launchFirefox(options);
