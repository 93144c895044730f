import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const VENDOR = path.join(import.meta.dirname, 'vendor');
const CERTIFICATE = 'tools/certs/web-platform.test.pem';

/** Milliseconds: a dozen Python processes on a busy machine. */
const PATIENCE = 60_000;

export interface WptServer {
  /** Of the https server, under the name that the tests know it by. */
  origin: string;
  /** PEM. It may have expired: checkouts are older than browsers. */
  certificate: string;
  close(): Promise<void>;
}

/** A file, or with a slash at its end a folder, that is served in place of the checkout's. */
export interface Alias {
  url: string;
  folder: string;
}

const VENDOR_FILES = ['/resources/testharnessreport.js', '/resources/testdriver-vendor.js'];

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** The checkout's own `wpt serve` with its own certificates, on this machine's loopback address alone. */
export const startWptServer = async (checkout: string, aliases: Alias[]): Promise<WptServer> => {
  const port = await freePort();
  const folder = await mkdtemp(path.join(tmpdir(), 'wpt-serve-'));
  const config = path.join(folder, 'config.json');
  await writeFile(
    config,
    JSON.stringify({
      server_host: '127.0.0.1',
      // It would look the names up with the system, which does not know them.
      check_subdomains: false,
      log_level: 'warning',
      ports: { http: ['auto', 'auto'], https: [port, 'auto'] },
      aliases: [...VENDOR_FILES.map((url) => ({ url, folder: VENDOR })), ...aliases].map(({ url, folder }) => ({ 'url-path': url, 'local-dir': folder })),
    }),
  );

  const python = process.env['PYTHON'] ?? 'python3';
  // In a process group of its own, so that its servers can be ended with it.
  const serve = spawn(python, ['wpt', 'serve', '--config', config, '--no-h2'], { cwd: checkout, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [serve.stdout, serve.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-4000)));
  let ended: string | null = null;
  const gone = new Promise<void>((resolve) => {
    serve.once('error', ({ message }) => resolve(void (ended = message)));
    serve.once('exit', (code, signal) => resolve(void (ended ??= signal ?? `exit ${code}`)));
  });

  const kill = (signal: NodeJS.Signals): void => void (ended === null && serve.pid !== undefined && process.kill(-serve.pid, signal));
  // Nobody else ends what is in another process group.
  const leave = (): void => kill('SIGKILL');
  const interrupted = (): never => process.exit(130);
  process.once('exit', leave).once('SIGINT', interrupted);

  const close = async (): Promise<void> => {
    kill('SIGINT');
    const stubborn = setTimeout(kill, 10_000, 'SIGKILL');
    await gone;
    clearTimeout(stubborn);
    process.off('exit', leave).off('SIGINT', interrupted);
    await rm(folder, { recursive: true, force: true });
  };

  for (const end = Date.now() + PATIENCE; !(await accepts(port)); await wait(100)) {
    if (ended === null && Date.now() < end) continue;
    await close();
    throw new Error(`wpt serve (${python}; set PYTHON for another): ${ended ?? 'no answer'}\n${output}`);
  }
  return { origin: `https://web-platform.test:${port}`, certificate: await readFile(path.join(checkout, CERTIFICATE), 'utf8'), close };
};
