/** Builds the harness extension and gives it orders. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build, type Plugin } from 'vite';
import type { NumberedOrder, NumberedOutcome, Order, Outcome } from './outcome';
import type { Sabotage } from './sabotage';

export interface Harness {
  /** Folder of the unpacked extension. */
  folder: string;
  perform(order: Order): Promise<Outcome>;
  close(): void;
}

const manifest = (browser: 'chromium' | 'firefox'): object => ({
  manifest_version: 3,
  name: 'Differential test harness',
  version: '1',
  permissions: ['declarativeNetRequestWithHostAccess', 'webRequest', ...(browser === 'chromium' ? ['offscreen'] : [])],
  host_permissions: ['<all_urls>'],
  content_security_policy: { extension_pages: "script-src 'self'" },
  ...(browser === 'chromium'
    ? { background: { service_worker: 'background.js' } }
    : { background: { scripts: ['background.js'] }, browser_specific_settings: { gecko: { id: 'differential@example.org' } } }),
});

/** Takes one check out of lib/fetch-as while it is bundled. */
const sabotagePlugin = ({ file, from, to }: Sabotage): Plugin => ({
  name: 'sabotage',
  enforce: 'pre',
  transform: (code, id) => {
    if (!id.endsWith(`/lib/fetch-as/${file}`)) return null;
    if (!code.includes(from)) throw new Error(`${file} has changed: nothing to sabotage`);
    return code.replace(from, to);
  },
});

const bundle = async (name: string, outDir: string, control: string, sabotage: Sabotage | null): Promise<void> => {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    define: { CONTROL: JSON.stringify(control) },
    plugins: sabotage === null ? [] : [sabotagePlugin(sabotage)],
    build: {
      outDir,
      emptyOutDir: false,
      minify: false,
      target: 'esnext',
      lib: { entry: path.join(import.meta.dirname, `harness/${name}.ts`), formats: ['iife'], name: 'harness', fileName: () => `${name}.js` },
    },
  });
};

export const startHarness = async (browser: 'chromium' | 'firefox', sabotage: Sabotage | null): Promise<Harness> => {
  const orders: NumberedOrder[] = [];
  const outcomes: ((outcome: Outcome) => void)[] = [];
  let waiting: http.ServerResponse | null = null;
  const hand = (response: http.ServerResponse): void => void response.end(JSON.stringify(orders.shift()));

  const control = http.createServer((request, response) => {
    if (request.url === '/order') {
      if (orders.length > 0) return hand(response);
      waiting = response;
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.end();
      const { number, outcome } = JSON.parse(Buffer.concat(chunks).toString()) as NumberedOutcome;
      outcomes[number]?.(outcome);
    });
  });
  await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve));

  const folder = mkdtempSync(path.join(tmpdir(), 'differential-extension-'));
  const address = `http://127.0.0.1:${(control.address() as AddressInfo).port}`;
  for (const name of ['background', 'host', 'worker']) await bundle(name, folder, address, sabotage);
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest(browser)));
  writeFileSync(path.join(folder, 'host.html'), '<!doctype html><script src="host.js"></script>');

  return {
    folder,
    perform: (order) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('the harness extension does not answer')), 40_000);
        const number = outcomes.push((outcome) => {
          clearTimeout(timer);
          resolve(outcome);
        });
        orders.push({ number: number - 1, order });
        if (waiting !== null) hand(waiting);
        waiting = null;
      }),
    close: () => {
      control.closeAllConnections();
      control.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
