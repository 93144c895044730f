import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus, release } from 'node:os';
import path from 'node:path';

/** Figures mean nothing without it. */
export const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${process.platform} ${release()}, Node ${process.version}`;

export const startServer = async (): Promise<{ origin: string; stop: () => void }> => {
  const child = fork(path.join(import.meta.dirname, 'server.ts'));
  const [port] = (await once(child, 'message')) as [number];
  return { origin: `http://localhost:${port}`, stop: () => child.disconnect() };
};
