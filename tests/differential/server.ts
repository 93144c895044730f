/** Loopback servers that answer as their URL asks, and remember what they were asked. */

import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate';
import type { WireRequest } from './outcome';

export interface Servers {
  /** Ports of two https: servers and one http: server, for any host name. */
  secure: number;
  otherSecure: number;
  plain: number;
  /** Requests since the last call. */
  takeLog(): WireRequest[];
  close(): void;
}

/** Lines of the form `Name: value`. */
const appendHeaders = (response: http.ServerResponse, lines: string[]): void => {
  for (const line of lines) {
    const colon = line.indexOf(':');
    response.appendHeader(line.slice(0, colon), line.slice(colon + 1).trim());
  }
};

/**
 * Query: `h` header of every answer, `p` header of answers to OPTIONS only, `ps` their status, `s` status, `b` body, `type` content type.
 * /to: redirects to `to`. /drop: closes the connection. /page: an HTML document; `frame`: with that URL in a frame.
 */
const answer = async (scheme: string, request: http.IncomingMessage, response: http.ServerResponse, log: WireRequest[]): Promise<void> => {
  const url = new URL(request.url ?? '/', `${scheme}://${request.headers.host}`);
  const query = url.searchParams;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers: Record<string, string> = {};
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    const name = request.rawHeaders[i]!.toLowerCase();
    headers[name] = name in headers ? `${headers[name]}, ${request.rawHeaders[i + 1]}` : request.rawHeaders[i + 1]!;
  }
  // How often a browser tries a closed connection again depends on what other requests left open.
  if (url.pathname === '/drop') return void request.socket.destroy();
  if (url.pathname !== '/favicon.ico') {
    log.push({ method: request.method ?? '', url: url.origin + url.pathname + url.search, headers, body: Buffer.concat(chunks).toString() });
  }

  response.setHeader('Cache-Control', 'no-store');
  appendHeaders(response, query.getAll('h'));
  if (request.method === 'OPTIONS') {
    appendHeaders(response, query.getAll('p'));
    response.statusCode = Number(query.get('ps') ?? 204);
    return void response.end();
  }
  response.statusCode = Number(query.get('s') ?? (url.pathname === '/to' ? 302 : 200));
  const to = query.get('to');
  if (to !== null) response.setHeader('Location', to);
  if (url.pathname === '/page') {
    response.setHeader('Content-Type', 'text/html');
    const frame = query.get('frame');
    return void response.end(
      `<!doctype html><title>page</title>${frame === null ? '' : `<iframe src="${frame.replaceAll('&', '&amp;')}"></iframe>`}`,
    );
  }
  if (!response.hasHeader('Content-Type')) response.setHeader('Content-Type', query.get('type') ?? 'text/plain');
  response.end(query.get('b') ?? `hello ${request.method}`);
};

export const startServers = async ({ key, certificate }: Certificate): Promise<Servers> => {
  const log: WireRequest[] = [];
  const handler = (scheme: string) => (request: http.IncomingMessage, response: http.ServerResponse) => void answer(scheme, request, response, log);
  const servers = [
    https.createServer({ key, cert: certificate }, handler('https')),
    https.createServer({ key, cert: certificate }, handler('https')),
    http.createServer(handler('http')),
  ] as const;
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    ports.push((server.address() as AddressInfo).port);
  }
  return {
    secure: ports[0]!,
    otherSecure: ports[1]!,
    plain: ports[2]!,
    takeLog: () => log.splice(0),
    close: () => {
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
};
