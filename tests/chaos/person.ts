/** What a person does with the extension, by the calls its popup makes. */

import type { JobView } from '../../lib/protocol/ui.ts';
import type { Driver } from '../fixtures/drivers/driver.ts';

type Call = 'list' | 'pause' | 'resume' | 'retry' | 'log';

/** Opening one of the extension's pages wakes its background, if it sleeps. Rejects with the background's answer where that is an error. */
const call = async (driver: Driver, name: Call, payload: null | { job: string }): Promise<unknown> => {
  const page = await driver.extensionPage('popup.html');
  try {
    return await page.evaluate(
      (name, payload) =>
        new Promise<never>((resolve, reject) => {
          const { runtime } = (globalThis as unknown as { browser?: typeof chrome; chrome: typeof chrome }).browser ?? chrome;
          const port = runtime.connect({ name: 'ui' });
          port.onMessage.addListener((frame: { reply?: number; value?: never; error?: { code: string } }) => {
            if (frame.reply !== 1) return;
            if (frame.error) reject(new Error(frame.error.code));
            else resolve(frame.value as never);
          });
          port.onDisconnect.addListener(() => reject(new Error('the background went away')));
          port.postMessage({ call: 1, name, payload });
        }),
      name,
      payload,
    );
  } finally {
    await page.close().catch(() => {});
  }
};

declare const chrome: {
  runtime: {
    connect(options: { name: string }): {
      onMessage: { addListener(listen: (frame: never) => void): void };
      onDisconnect: { addListener(listen: () => void): void };
      postMessage(frame: object): void;
    };
  };
};

export const jobs = async (driver: Driver): Promise<JobView[]> => (await call(driver, 'list', null)) as JobView[];

export const press = async (driver: Driver, name: Exclude<Call, 'list' | 'log'>, job: string): Promise<void> => void (await call(driver, name, { job }));

/** What went wrong in the extension, as its own pages show it. */
export const extensionLog = async (driver: Driver): Promise<unknown> => call(driver, 'log', null);
