import { readFileSync } from 'node:fs';
import { createServer, IncomingHttpHeaders, IncomingMessage, request, RequestOptions, Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';

/** Where a kubelet finds what runs here. */
export const POD_IP = process.env.POD_IP ?? '';
if (POD_IP === '') {
  throw new Error('Real programs are tested in a network of their own: run npx projen test:programs.');
}

const LOOPBACK = '127.0.0.1';
const LISTENS = '0A';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface AskOptions extends RequestOptions {
  /** @default 127.0.0.1 */
  readonly host?: string;
  readonly body?: string;
  readonly timeoutSeconds?: number;
}

/** Asks by HTTP, on a connection of its own. */
export async function get(port: number, path: string, { host = LOOPBACK, body, timeoutSeconds = 10, ...options }: AskOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host, port, path, agent: false, signal: AbortSignal.timeout(timeoutSeconds * 1000), ...options }, answer => {
      textOf(answer).then(text => resolve({ status: answer.statusCode!, headers: answer.headers, body: text }), reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** All of a request or an answer. */
export async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function textOf(message: IncomingMessage): Promise<string> {
  return (await bytesOf(message)).toString('utf8');
}

/** Something that the sidecar speaks to, on the loopback. Close it at the end. */
export async function serve(port: number, answer: (asked: IncomingMessage, answer: ServerResponse) => void): Promise<Server> {
  const server = createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, LOOPBACK, resolve);
  });
  return server;
}

export async function canConnect(port: number, host: string = LOOPBACK): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ port, host });
    const done = (connected: boolean) => {
      socket.destroy();
      resolve(connected);
    };
    socket.on('connect', () => done(true)).on('error', () => done(false));
  });
}

/** Sends something by TCP, and has what comes back by the time `isAll` holds, or the other side closes. */
export async function exchange(port: number, sent: Buffer | string, isAll: (received: Buffer) => boolean): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const socket = connect({ port, host: LOOPBACK }, () => socket.write(sent));
    const done = () => {
      socket.destroy();
      resolve(received);
    };
    socket.on('error', reject).on('end', done).on('data', data => {
      received = Buffer.concat([received, data]);
      if (isAll(received)) {
        done();
      }
    });
  });
}

/** The TCP ports at which something listens for others than this Pod. */
export function openPorts(): number[] {
  const ports = ['tcp', 'tcp6'].flatMap(table => readFileSync(`/proc/net/${table}`, 'utf8').split('\n').slice(1).flatMap(line => {
    const [, local, , state] = line.trim().split(/\s+/);
    const [address, port] = (local ?? '').split(':');
    const isLoopback = /^0100007F$|^0{24}01000000$|^0{16}FFFF00000100007F$/.test(address);
    return state === LISTENS && !isLoopback ? [parseInt(port, 16)] : [];
  }));
  return [...new Set(ports)].sort((a, b) => a - b);
}
