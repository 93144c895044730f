/** The podcast's web server: the files of demo/, the episode at a line's speed, and what the demo wants to know. Loopback only. */

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename, extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { Episode } from './episode.mjs';
import { root } from './setup.mjs';

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const PIECE = 1 << 18;
export const COMPANION = '/background-fetch-anywhere.js';

/**
 * @param {object} options
 * @param {number} options.size bytes of the episode
 * @param {number} options.bytesPerSecond how fast each response is sent
 * @param {number} options.holdAt position beyond which no byte is sent before `goOn` is called: what must happen before the end then does
 * @param {string | null} options.companion file to offer as the companion, whose one line then stands first in the service worker
 */
export async function startDemoServer({ size, bytesPerSecond, holdAt, companion }) {
  const episode = new Episode(size);
  const seen = { sent: 0, requests: 0, reports: /** @type {string[]} */ ([]) };
  const etag = '"episode-12"';
  const held = Promise.withResolvers();

  const sendEpisode = async (request, response) => {
    seen.requests += 1;
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const partial = from !== undefined && Number(from) < size && (request.headers['if-range'] ?? etag) === etag;
    const start = partial ? Number(from) : 0;
    const end = partial && to ? Math.min(Number(to) + 1, size) : size;
    response.writeHead(partial ? 206 : 200, {
      'content-type': 'audio/wav',
      'content-length': end - start,
      'accept-ranges': 'bytes',
      etag,
      ...(partial && { 'content-range': `bytes ${start}-${end - 1}/${size}` }),
    });
    await pipeline(pieces(start, end), response).catch(() => {});
  };

  async function* pieces(start, end) {
    const began = performance.now();
    for (let position = start; position < end; position += PIECE) {
      if (position >= holdAt) await held.promise;
      const piece = episode.part(position, Math.min(position + PIECE, end));
      yield piece;
      seen.sent += piece.length;
      const early = ((position + piece.length - start) / bytesPerSecond) * 1000 - (performance.now() - began);
      if (early > 5) await wait(early);
    }
  }

  const sendFile = async (name, response) => {
    const body = await readFile(join(root, 'demo', name));
    const line = name === 'sw.js' && companion !== null ? `importScripts('${COMPANION}');\n` : '';
    response.writeHead(200, { 'content-type': TYPES[extname(name)], 'cache-control': 'no-cache' }).end(line + body);
  };

  const answer = async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (request.method === 'POST' && pathname === '/downloads') {
      seen.reports.push((await Array.fromAsync(request)).join(''));
      return response.writeHead(204).end();
    }
    if (request.method === 'POST' && pathname === '/hash') {
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const piece of request) {
        bytes += piece.length;
        hash.update(piece);
      }
      return response.end(JSON.stringify({ bytes, sha256: hash.digest('hex') }));
    }
    if (pathname === '/episodes/12.wav') return sendEpisode(request, response);
    if (pathname === '/episodes/12.json') return response.setHeader('content-type', 'application/json').end(JSON.stringify({ bytes: size }));
    if (pathname === COMPANION && companion !== null) return response.setHeader('content-type', 'text/javascript').end(await readFile(companion));
    return sendFile(pathname === '/' ? 'index.html' : basename(pathname), response);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => (response.headersSent ? response.destroy() : response.writeHead(404).end()));
  });
  server.requestTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${server.address().port}/`,
    seen,
    expected: () => episode.hash(),
    goOn: () => held.resolve(),
    close: () => {
      held.resolve();
      server.closeAllConnections();
      server.close();
    },
  };
}
