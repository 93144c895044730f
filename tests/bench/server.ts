/** The server of the bench, a process of its own: serves its site and files of any size as fast as it can, or as slowly as asked. Sends its port to its parent. */

import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';

const SITE = path.join(import.meta.dirname, '../fixtures/sites/bench');
const COMPANION = path.join(import.meta.dirname, '../../companion/dist/background-fetch-anywhere.js');
const CHUNK = Buffer.alloc(1024 * 1024, 'background fetch ');
/** How often a limited connection gets its share, milliseconds. */
const BEAT = 20;

let lastByteAt = 0;
let reported: { id: string } | null = null;
let hearReport: () => void = () => {};

const rangeOf = (request: IncomingMessage, size: number): { start: number; end: number } | null => {
  const match = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  if (match === null) return null;
  return { start: Number(match[1]), end: match[2] ? Math.min(Number(match[2]), size - 1) : size - 1 };
};

const sendFile = async (url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const size = Number(url.searchParams.get('size'));
  const rate = Number(url.searchParams.get('rate') ?? Infinity);
  const latency = url.searchParams.get('latency');
  if (latency !== null) await delay(Number(latency));
  const range = rangeOf(request, size);
  const length = range === null ? size : range.end - range.start + 1;
  response.writeHead(range === null ? 200 : 206, {
    'content-type': 'application/octet-stream',
    'content-length': length,
    'accept-ranges': 'bytes',
    etag: `"${size}"`,
    ...(range && { 'content-range': `bytes ${range.start}-${range.end}/${size}` }),
  });
  await pipeline(bytesOf(length, rate), response);
  lastByteAt = Date.now();
};

/** So many bytes, at most so many a second. */
async function* bytesOf(length: number, rate: number): AsyncGenerator<Buffer> {
  const step = Math.min(CHUNK.length, Math.ceil((rate * BEAT) / 1000));
  const began = performance.now();
  for (let sent = 0; sent < length; ) {
    const bytes = CHUNK.subarray(0, Math.min(length - sent, step));
    yield bytes;
    sent += bytes.length;
    if (rate !== Infinity) await delay(Math.max(0, began + (sent / rate) * 1000 - performance.now()));
  }
}

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const bytes of request) text += String(bytes);
  return text;
};

/** The worker's report of that fetch, with the time of the last byte sent; waits for it. */
const sendReport = async (id: string, response: ServerResponse): Promise<void> => {
  while (reported?.id !== id) await new Promise<void>((resume) => (hearReport = resume));
  response.end(JSON.stringify({ ...reported, lastByteAt }));
};

/** `/plain/…` or `/companion/…`: the site, its worker without or with the companion's line. */
const sendSite = (pathname: string, response: ServerResponse): void => {
  const [, flavour, name] = /^\/(plain|companion)\/(|page\.js|sw\.js)$/.exec(pathname) ?? [];
  if (name === undefined) return void response.writeHead(404).end();
  const line = flavour === 'companion' && name === 'sw.js' ? `importScripts('/companion.js');\n` : '';
  response.setHeader('content-type', name === '' ? 'text/html' : 'text/javascript');
  response.end(line + readFileSync(path.join(SITE, name || 'index.html'), 'utf8'));
};

/** `/frames/?count=N`: a page of so many frames, which knows nothing of Background Fetch; its workers mention it, or do not. */
const sendFrames = ({ pathname, searchParams }: URL, response: ServerResponse): void => {
  // Isolated pages have finer clocks.
  response.setHeader('cross-origin-opener-policy', 'same-origin').setHeader('cross-origin-embedder-policy', 'require-corp');
  if (pathname.endsWith('.js')) {
    const mention = pathname.includes('mentions') ? `addEventListener('backgroundfetchsuccess', () => {});` : '';
    return void response.setHeader('content-type', 'text/javascript').end(`addEventListener('install', () => {});${mention}`);
  }
  const frames = Array.from({ length: Number(searchParams.get('count')) }, (_, index) => `<iframe src="frame?${index}"></iframe>`);
  response.setHeader('content-type', 'text/html').end(`<!doctype html><link rel="icon" href="data:,"><script src="page.js"></script><p>Nothing of it.</p>${frames.join('')}`);
};

const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  response.setHeader('cache-control', 'no-store');
  if (url.pathname.startsWith('/file/')) return sendFile(url, request, response);
  if (request.method === 'POST') {
    reported = JSON.parse(await textOf(request)) as { id: string };
    hearReport();
    return void response.end();
  }
  if (url.pathname === '/report') return sendReport(url.searchParams.get('id') ?? '', response);
  if (url.pathname === '/companion.js') return void response.setHeader('content-type', 'text/javascript').end(readFileSync(COMPANION, 'utf8'));
  if (url.pathname.startsWith('/frames/')) return sendFrames(url, response);
  sendSite(url.pathname, response);
};

const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
// A worker's report must not meet a connection that is just being closed: a POST is not sent again.
server.keepAliveTimeout = 10 * 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
