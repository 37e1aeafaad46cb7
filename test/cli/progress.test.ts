import { Progress } from '../../src/cli/progress';

let now = 0;
let written = '';
beforeEach(() => {
  now = 5000;
  written = '';
  jest.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => jest.restoreAllMocks());

function progressOf(total: number, isTTY: boolean): (milliseconds: number, count?: number) => void {
  const stream = { isTTY, write: (text: string) => Boolean(written += text) } as unknown as NodeJS.WriteStream;
  const progress = new Progress(total, stream);
  return (milliseconds, count) => {
    now = 5000 + milliseconds;
    if (count === undefined) {
      progress.end();
    } else {
      progress.advance(count);
    }
  };
}

test('a run that is short is not told of', () => {
  const at = progressOf(3, true);
  at(0, 1);
  at(1000, 2);
  at(1000);
  expect(written).toBe('');
});

test('after a second it is told how far a run has come, ten times a second at most, and taken back in the end', () => {
  const at = progressOf(50, true);
  at(1000, 10);
  expect(written).toBe('');
  at(1001, 10);
  at(1050, 10);
  at(1101, 10);
  expect(written).toBe('\r20 of 50 files');
  at(1102, 10);
  at(1103);
  expect(written).toBe('\r20 of 50 files\r50 of 50 files\r\u001b[K');
});

test('nothing but a terminal is told', () => {
  const at = progressOf(2, false);
  at(5000, 1);
  at(9000);
  expect(written).toBe('');
});
