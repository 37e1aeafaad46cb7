import { execFileSync } from 'node:child_process';
import fs, { chmodSync } from 'node:fs';
import { inEmptyFolder, JOB, POD, read, REPAIRED_JOB, run, runWith, write } from './running';

inEmptyFolder();

const CLEAN = (workloads: number, files: number) =>
  `Nothing found in ${workloads} workload${workloads === 1 ? '' : 's'} of ${files} file${files === 1 ? '' : 's'}, checked for Kubernetes 1.37.\n`;
const ACKNOWLEDGED = JOB.replace('# as ever', '# cdk8s-sidecars acknowledge SC107: an example');

describe('--fix', () => {
  test('repairs the files, says how much, and reports what is left', () => {
    write('a.yaml', JOB);
    write('deep/b.yaml', `${POD}---\n${JOB}---\n${JOB}`);
    expect(run('check', '--fix', '--skip', 'SC001', '.')).toEqual({ exitCode: 0, stdout: CLEAN(4, 2), stderr: '3 findings were repaired.\n' });
    expect([read('a.yaml'), read('deep/b.yaml')]).toEqual([REPAIRED_JOB, `${POD}---\n${REPAIRED_JOB}---\n${REPAIRED_JOB}`]);
  });

  test('does nothing the second time', () => {
    write('a.yaml', JOB);
    expect(run('check', '--fix', 'a.yaml').stderr).toBe('1 finding was repaired.\n');
    const written = jest.spyOn(fs, 'writeFileSync');
    expect(run('check', '--fix', 'a.yaml')).toEqual({ exitCode: 0, stdout: CLEAN(1, 1), stderr: '' });
    expect(written).not.toHaveBeenCalled();
  });

  test.each<[string, string, string]>([
    ['comments, quotes and layout', JOB, REPAIRED_JOB],
    ['Windows line ends', JOB.replace(/\n/g, '\r\n'), REPAIRED_JOB.replace(/\n/g, '\r\n')],
    ['a byte order mark', `\ufeff${JOB}`, `\ufeff${REPAIRED_JOB}`],
    ['a last line without its end', JOB.trimEnd(), REPAIRED_JOB.trimEnd()],
    ['what cannot be read', `${JOB}---\nkind: [\n`, `${REPAIRED_JOB}---\nkind: [\n`],
    ['what is acknowledged', `${ACKNOWLEDGED}---\n${JOB}`, `${ACKNOWLEDGED}---\n${REPAIRED_JOB}`],
  ])('keeps %s', (_, before, after) => {
    write('a.yaml', before);
    run('check', '--fix', 'a.yaml');
    expect(read('a.yaml')).toBe(after);
  });

  test('does not promise again what it could not do: to change what an alias shares', () => {
    write('a.yaml', JOB.replace('Always', '&always Always').replace('pi, image', 'pi, restartPolicy: *always, image'));
    const { exitCode, stdout, stderr } = run('check', '--fix', '--rules', 'SC107', 'a.yaml');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(stdout).toMatch(/\n1 error in 1 workload of 1 file, checked for Kubernetes 1\.37\.\n$/);
  });

  test('repairs what the level lets be reported, and nothing else', () => {
    write('a.yaml', JOB);
    expect(run('check', '--fix', '--skip', 'SC107', 'a.yaml').stderr).toBe('');
    expect(read('a.yaml')).toBe(JOB);
  });

  test('changes no file if one of them cannot be written', () => {
    write('a.yaml', JOB);
    write('b.yaml', JOB);
    jest.spyOn(fs, 'accessSync').mockImplementation(file => {
      if (String(file) === 'b.yaml') {
        throw new Error("EACCES: permission denied, access 'b.yaml'");
      }
    });
    expect(run('check', '--fix', '.')).toEqual({ exitCode: 2, stdout: '', stderr: "b.yaml: cannot be written: EACCES: permission denied, access 'b.yaml'\n" });
    expect(read('a.yaml')).toBe(JOB);
  });

  test('keeps the permissions of files', () => {
    chmodSync(write('a.yaml', JOB), 0o640);
    run('check', '--fix', 'a.yaml');
    expect(fs.statSync('a.yaml').mode.toString(8).slice(-3)).toBe('640');
  });

  test('goes with a baseline, which has what is left', () => {
    write('a.yaml', `${JOB}---\n${POD}`);
    expect(run('check', '--fix', '--baseline', 'b.json', '--write-baseline', 'a.yaml').stderr).toBe('1 finding was repaired.\nb.json has 1 finding now.\n');
    expect(JSON.parse(read('b.json')).findings.map(({ id }: any) => id)).toEqual(['SC001']);
  });
});

describe('--diff', () => {
  test('shows what would be changed, and leaves the files as they are', () => {
    write('a.yaml', JOB);
    expect(run('check', '--fix', '--diff', 'a.yaml')).toEqual({
      exitCode: 1,
      stdout: `--- a/a.yaml
+++ b/a.yaml
@@ -7,6 +7,6 @@
 spec:
   template:
     spec:
-      restartPolicy: Always  # as ever
+      restartPolicy: Never  # as ever
       containers:
         - {name: pi, image: "perl:5.34.0"}
`,
      stderr: '1 finding would be repaired.\n',
    });
    expect(read('a.yaml')).toBe(JOB);
  });

  test.each<[string, string[]]>([['patch', ['-p1', '-s', '-i', 'change.patch']], ['git', ['apply', 'change.patch']]])('is a patch that %s takes', (program, args) => {
    write('a.yaml', `${JOB}---\n${JOB}---\n${POD}---\n${JOB.trimEnd()}`);
    write('deep/sp ace.yaml', JOB.replace(/\n/g, '\r\n'));
    write('change.patch', run('check', '--fix', '--diff', 'a.yaml', 'deep').stdout);
    execFileSync(program, program === 'patch' ? ['--binary', ...args] : args);
    expect(read('a.yaml')).toBe(`${REPAIRED_JOB}---\n${REPAIRED_JOB}---\n${POD}---\n${REPAIRED_JOB.trimEnd()}`);
    expect(read('deep/sp ace.yaml')).toBe(REPAIRED_JOB.replace(/\n/g, '\r\n'));
  });

  test('is empty where nothing can be repaired, and what is left is told beside it', () => {
    write('a.yaml', REPAIRED_JOB);
    expect(run('check', '--fix', '--diff', 'a.yaml')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    write('a.yaml', `${POD}---\nkind: [\n`);
    expect(run('check', '--fix', '--diff', '--fail-on', 'warning', 'a.yaml')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'a.yaml:13:1: the document ends too early. Flow sequence in block collection must be sufficiently indented and end with a ].\n'
        + 'What would be left: 1 warning in 1 workload of 1 file, checked for Kubernetes 1.37 (1 could not be read).\n',
    });
  });
});

test.each<[string, string[], string]>([
  ['--diff alone', ['--diff', 'a.yaml'], '--diff shows what --fix would change: give both.\n'],
  ['--fix of standard input', ['--fix', 'a.yaml', '-'], '--fix changes files, and standard input is none. Name files.\n'],
  ['--fix of nothing', ['--fix'], '--fix changes files, and standard input is none. Name files.\n'],
  ...[['-o', 'json'], ['--output-file', 'x'], ['--baseline', 'x', '--write-baseline']].map((args): [string, string[], string] =>
    [`--diff with ${args[0]}`, ['--fix', '--diff', ...args, 'a.yaml'],
      '--diff prints a patch and nothing else: leave out --output, --output-file and --write-baseline.\n']),
])('%s is refused', (_, args, stderr) => {
  write('a.yaml', JOB);
  expect(runWith(JOB, 'check', ...args)).toEqual({ exitCode: 2, stdout: '', stderr });
  expect(read('a.yaml')).toBe(JOB);
});
