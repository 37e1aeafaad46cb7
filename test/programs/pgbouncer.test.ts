import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { canConnect, exchange, POD_IP } from './network';
import { RealProgram, removeFolders } from './real-program';
import { describeProgram, startTried } from './tried-uses';

jest.setTimeout(60_000);

const PORT = 6432;
/** Version 3.0 of it. */
const PROTOCOL = Buffer.from([0, 3, 0, 0]);
const CLIENT_MS = 1500;
/** What ends an answer: the server waits for the next query. */
const READY = Buffer.from([...Buffer.from('Z'), 0, 0, 0, 5, ...Buffer.from('I')]);

/** A message of the protocol of PostgreSQL; the first of a connection has no type. */
function message(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(type), length, content]);
}

const START = message('', Buffer.concat([PROTOCOL, Buffer.from('user\0shop\0database\0pgbouncer\0\0')]));
const query = (sql: string) => message('Q', Buffer.from(`${sql}\0`));

afterAll(removeFolders);

describeProgram('pgBouncer')('the real PgBouncer', () => {
  let pgBouncer: RealProgram;

  beforeEach(async () => {
    pgBouncer = await startTried('pgBouncer');
  });

  afterEach(async () => pgBouncer.kill());

  test('lets the user of the preset in without a password, inside its Pod alone', async () => {
    const answers = (received: Buffer) => received.toString('latin1').split(READY.toString('latin1')).length - 1;
    const answer = await exchange(PORT, Buffer.concat([START, query('SHOW DATABASES')]), received => answers(received) === 2);
    expect(answer.toString()).toContain('orders.db.example.com');
    expect(await canConnect(PORT, POD_IP)).toBe(false);
  });

  test('waits for its clients on its stop signal, and takes no others', async () => {
    const client = connect(PORT, '127.0.0.1', () => client.write(START));
    await new Promise(resolve => client.once('data', resolve));
    const end = pgBouncer.stop();
    await sleep(CLIENT_MS);
    expect(await canConnect(PORT)).toBe(false);
    client.end();
    const { code, seconds } = await end;
    expect(code).toBe(0);
    expect(seconds).toBeGreaterThan(CLIENT_MS / 1000);
  });
});
