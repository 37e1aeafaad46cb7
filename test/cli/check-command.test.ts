import { mkdirSync, symlinkSync } from 'node:fs';
import { found, inEmptyFolder, JOB, JOB_REPORT, POD, read, REPAIRED_JOB, run, runWith, write } from './running';

inEmptyFolder();

const CLEAN = 'Nothing found in 1 workload of 1 file, checked for Kubernetes 1.37.\n';
const TOLD = 'Job math/pi: the Pods of a Job may not have the restart policy Always. '
  + 'Set it to Never or OnFailure. Sidecars have a restartPolicy of their own, which stays Always.';
const SUMMARY = {
  errors: 1, warnings: 0, infos: 0, acknowledged: 0, unreadable: 0, files: 1, documents: 1, workloads: 1, targets: ['1.37'],
};

describe('the form', () => {
  test('text tells where, what and how to mend it, and ends with a summary', () => {
    expect(run('check', write('job.yaml', JOB))).toEqual({ exitCode: 1, stdout: JOB_REPORT, stderr: '' });
    expect(run('check', write('job.yaml', REPAIRED_JOB))).toEqual({ exitCode: 0, stdout: CLEAN, stderr: '' });
  });

  test('json has findings, what cannot be read, and a summary', () => {
    const { exitCode, stdout, stderr } = run('check', '-o', 'json', write('job.yaml', JOB));
    expect([exitCode, stderr]).toEqual([1, '']);
    expect(JSON.parse(stdout)).toEqual({
      findings: [{
        id: 'SC107',
        slug: 'job-pod-restart-policy',
        severity: 'error',
        file: 'job.yaml',
        line: 10,
        column: 7,
        endLine: 10,
        endColumn: 28,
        path: 'spec.template.spec.restartPolicy',
        object: { kind: 'Job', name: 'pi', namespace: 'math' },
        container: null,
        message: 'the Pods of a Job may not have the restart policy Always.',
        fix: 'Set it to Never or OnFailure. Sidecars have a restartPolicy of their own, which stays Always.',
        patch: [{ op: 'replace', path: '/spec/template/spec/restartPolicy', value: 'Never' }],
      }],
      unreadable: [],
      summary: SUMMARY,
    });
  });

  test('sarif has the rules that were checked, results, and their repairs', () => {
    const { exitCode, stdout } = run('check', '-o', 'sarif', '--rules', 'SC107,SC301', write('job.yaml', JOB));
    const { version, runs: [log] } = JSON.parse(stdout);
    expect([exitCode, version]).toEqual([1, '2.1.0']);
    expect(log.tool.driver.rules.map(({ id }: any) => id)).toEqual(['SC107', 'SC301']);
    expect(log.results).toMatchObject([{
      ruleId: 'SC107',
      ruleIndex: 0,
      level: 'error',
      locations: [{
        physicalLocation: { artifactLocation: { uri: 'job.yaml' }, region: { startLine: 10, startColumn: 7, endLine: 10, endColumn: 28 } },
      }],
      fixes: [{ artifactChanges: [{ replacements: [{ deletedRegion: { startLine: 10, startColumn: 22 }, insertedContent: { text: 'Never' } }] }] }],
    }]);
  });

  test('junit has a failure for what fails, and a passed case for what does not', () => {
    expect(run('check', '-o', 'junit', write('job.yaml', JOB)).stdout).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="cdk8s-sidecars" tests="1" failures="1" errors="0" skipped="0">
<testsuite name="job.yaml" tests="1" failures="1" errors="0" skipped="0">
<testcase name="SC107 job-pod-restart-policy: Job math/pi, spec.template.spec.restartPolicy" classname="job.yaml" file="job.yaml" line="10">
<failure message="the Pods of a Job may not have the restart policy Always." type="error">job.yaml:10:7: error: ${TOLD}</failure>
</testcase>
</testsuite>
</testsuites>
`);
    expect(run('check', '-o', 'junit', '--fail-on', 'never', 'job.yaml').stdout).toContain('tests="1" failures="0" errors="0" skipped="0"');
  });

  test('github has a workflow command for each finding', () => {
    expect(run('check', '-o', 'github', write('job.yaml', JOB)).stdout).toBe(
      `::error file=job.yaml,line=10,endLine=10,col=7,endColumn=28,title=SC107 job-pod-restart-policy::${TOLD}\n`
      + '1 error in 1 workload of 1 file, checked for Kubernetes 1.37 (1 can be repaired with --fix).\n');
  });

  test.each(['json', 'sarif', 'junit', 'github'])('%s is the same for the same files, and can go to a file', form => {
    write('job.yaml', JOB);
    const { stdout } = run('check', '-o', form, 'job.yaml');
    expect(run('check', '-o', form, '--output-file', 'report', 'job.yaml')).toEqual({ exitCode: 1, stdout: JOB_REPORT, stderr: '' });
    expect(read('report')).toBe(stdout);
  });

  test('text goes to a file and to standard output', () => {
    run('check', '--output-file', 'report', write('job.yaml', JOB));
    expect(read('report')).toBe(JOB_REPORT);
  });
});

describe('of the least severity', () => {
  test.each<[string, string[], string[], number]>([
    ['nothing is said', [], ['job.yaml:10 SC107', 'web.yaml:5 SC001'], 1],
    ['that is reported it is error', ['--level', 'error'], ['job.yaml:10 SC107'], 1],
    ['that is reported it is info', ['--level', 'info'], ['job.yaml:10 SC107', 'web.yaml:5 SC001', 'web.yaml:8 SC501'], 1],
    ['that fails it is never', ['--fail-on', 'never'], ['job.yaml:10 SC107', 'web.yaml:5 SC001'], 0],
    ['that fails it is info, all of which is reported then', ['--fail-on', 'info'], ['job.yaml:10 SC107', 'web.yaml:5 SC001', 'web.yaml:8 SC501'], 1],
    ['that fails it is warning, all of which is reported then', ['--fail-on', 'warning', '--level', 'error'], ['job.yaml:10 SC107', 'web.yaml:5 SC001'], 1],
  ])('%s', (_, options, findings, exitCode) => {
    write('job.yaml', JOB);
    write('web.yaml', POD);
    const outcome = run('check', '-o', 'json', ...options, '.');
    expect([found(outcome), outcome.exitCode]).toEqual([findings, exitCode]);
  });

  test('a warning alone does not fail unless it is said', () => {
    write('web.yaml', POD);
    expect(['error', 'warning', 'info'].map(severity => run('check', '--fail-on', severity, '.').exitCode)).toEqual([0, 1, 1]);
  });
});

describe('input is', () => {
  test.each<[string, string[]]>([['-', ['-']], ['nothing', []]])('standard input for %s', (_, args) => {
    expect(runWith(JOB, 'check', ...args)).toEqual({ exitCode: 1, stdout: JOB_REPORT.replace('job.yaml', 'stdin'), stderr: '' });
  });

  test.each<[string, string, string[]]>([
    ['a list', `apiVersion: v1\nkind: List\nitems:\n- ${JOB.split('\n').slice(1).join('\n  ').trimEnd()}\n`, ['a.yaml:12 SC107']],
    ['JSON', '{"apiVersion": "batch/v1", "kind": "Job",\n"spec": {"template": {"spec": {\n"restartPolicy": "Always", "containers": [{"name": "a", "image": "perl:5"}]}}}}',
      ['a.yaml:3 SC107']],
    ['KYAML', '---\n{\n  apiVersion: "batch/v1",\n  kind: "Job",\n  spec: { template: { spec: {\n    restartPolicy: "Always",\n'
      + '    containers: [{\n      name: "a",\n      image: "perl:5",\n    }],\n  }}},\n}\n', ['a.yaml:6 SC107']],
    ['text with Windows line ends', JOB.replace(/\n/g, '\r\n'), ['a.yaml:10 SC107']],
    ['text with a byte order mark', `\ufeff${JOB}`, ['a.yaml:10 SC107']],
    ['text with nulls, which are as good as nothing', JOB.replace('namespace: math', 'annotations: null').replace('restartPolicy: Always', 'initContainers: null'),
      ['a.yaml:9 SC107']],
    ['several documents', `---\n---\n# Nothing.\n---\n${JOB}---\n${REPAIRED_JOB}...\n---\n${JOB}`, ['a.yaml:14 SC107', 'a.yaml:41 SC107']],
    ['a file with nothing in it', '', []],
  ])('%s', (_, text, findings) => {
    write('a.yaml', text);
    expect(found(run('check', '-o', 'json', 'a.yaml'))).toEqual(findings);
  });

  test('what Helm prints, of which the template is told', () => {
    write('job.yaml', `---\n# Source: math/templates/pi.yaml\n${JOB}`);
    expect(run('check', 'job.yaml').stdout).toContain('\n  Job math/pi, spec.template.spec.restartPolicy, from math/templates/pi.yaml\n');
  });

  test('folders and patterns, but not the templates of charts', () => {
    ['dist/a.yaml', 'dist/deep er/ü:b.yml', 'dist/node_modules/c.yaml', 'chart/templates/d.yaml'].forEach(name => write(name, JOB));
    write('chart/Chart.yaml', 'name: x\n');
    const outcome = run('check', '-o', 'json', 'dist', 'c*/**/*.yaml');
    expect(found(outcome)).toEqual(['dist/a.yaml:10 SC107', 'dist/deep er/ü:b.yml:10 SC107']);
    expect(outcome.stderr).toBe(
      'One template of a chart is left out: a template is no manifest. Check what Helm makes of it: helm template CHART | cdk8s-sidecars check -\n');
    write('chart/templates/e.yaml', JOB);
    expect(run('check', 'chart').stderr).toMatch(/^2 templates of charts are left out: /);
  });

  test('each file once, by whichever names', () => {
    write('job.yaml', JOB);
    expect(found(run('check', '-o', 'json', './job.yaml', 'job.yaml', `${process.cwd()}/job.yaml`, '.'))).toEqual(['./job.yaml:10 SC107']);
  });

  test('in a folder, all that may be a manifest: other files are not told to be none', () => {
    write('tsconfig.json', '{ // Comments.\n "a": 1}');
    write('values.yaml', '- a\n');
    write('job.yaml', JOB);
    expect(run('check', '.').stdout).toBe(JOB_REPORT.replace('1 file', '3 files'));
    expect(run('check', 'values.yaml')).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('this is not a Kubernetes object, but a list.') });
  });
});

describe('what cannot be read ends with exit code 2, and the rest is reported:', () => {
  test.each<[string, string, string | Uint8Array, string]>([
    ['a document', 'a.yaml', `${JOB}---\nkind: [\n`, 'a.yaml:15:1  unreadable\n  the document ends too early.'],
    ['a file that is not UTF-8', 'a.yaml', Buffer.from('a: caf\xe9', 'latin1'), 'a.yaml:1:7  unreadable\n  this is not text in UTF-8.\n'],
    ['a file in UTF-16', 'a.yaml', Buffer.from(`\ufeff${JOB}`, 'utf16le'), 'a.yaml:1:1  unreadable\n  this is text in UTF-16. Save it in UTF-8.\n'],
    ['a template', 'a.yaml', 'apiVersion: v1\nkind: {{ .x }}\n', 'a.yaml:2:8  unreadable\n  a key cannot be a map or a list. Is this a template that was not rendered?\n'],
    ['a document that is too deep', 'a.yaml', `a: ${'['.repeat(5000)}`, 'a.yaml:1:103  unreadable\n  this is more than 100 levels deep, which is not read here.\n'],
  ])('%s', (_, name, bad, message) => {
    const { exitCode, stdout, stderr } = run('check', write(name, bad), write('job.yaml', JOB));
    expect([exitCode, stderr]).toEqual([2, '']);
    expect(stdout).toContain(message);
    expect(stdout).toContain('job.yaml:10:7  error  SC107');
    expect(stdout).toContain('(1 could not be\nread, ');
  });
});

describe('with nothing to check, it ends with exit code 2 and says why:', () => {
  test.each<[string, string[], string]>([
    ['an empty folder', ['empty'], 'empty: there is no YAML or JSON file in this folder.\n'],
    ['a file that is not there', ['job.yaml', 'nowhere.yaml'], 'nowhere.yaml: there is no such file or folder.\n'],
    ['a pattern that matches nothing', ['x/*.yaml'], 'x/*.yaml: there is no such file or folder, and nothing matches it as a pattern.\n'],
    ['a link to nowhere', ['link.yaml'], 'link.yaml: there is no such file or folder.\n'],
    ['an empty name', [''], "'': there is no such file or folder.\n"],
    ['templates alone', ['chart/templates'], 'One template of a chart is left out: a template is no manifest. '
      + 'Check what Helm makes of it: helm template CHART | cdk8s-sidecars check -\nThere is nothing else to check.\n'],
    ['a chart', ['chart'], 'One template of a chart is left out: a template is no manifest. '
      + 'Check what Helm makes of it: helm template CHART | cdk8s-sidecars check -\nThere is nothing else to check.\n'],
  ])('%s', (_, args, stderr) => {
    mkdirSync('empty');
    symlinkSync('nowhere.yaml', 'link.yaml');
    ['job.yaml', 'chart/Chart.yaml', 'chart/values.yaml', 'chart/values-prod.yml', 'chart/templates/a.yaml'].forEach(name => write(name, JOB));
    expect(run('check', ...args)).toEqual({ exitCode: 2, stdout: '', stderr });
  });
});

describe('the form text', () => {
  test.each([40, 80, 200])('keeps to %i columns', width => {
    write('job.yaml', JOB);
    const { stdout } = run('check', '--width', String(width), '.');
    const longest = Math.max(...stdout.split('\n').map(({ length }) => length));
    expect(longest).toBeLessThanOrEqual(width);
    expect(longest).toBeGreaterThan(Math.min(width - 15, 90));
    Object.assign(process.stdout, { columns: width });
    expect(run('check', '.').stdout).toBe(stdout);
    expect(run('check', '--width', '80', '.').stdout).toBe(JOB_REPORT);
  });

  test.each<[string, boolean, object, boolean]>([
    ['has colours on a terminal', true, {}, true],
    ['has none in a pipe', false, {}, false],
    ['has none where NO_COLOR is set', true, { NO_COLOR: '1' }, false],
    ['has some where FORCE_COLOR is set', false, { FORCE_COLOR: '1' }, true],
    ['has none where FORCE_COLOR is 0', true, { FORCE_COLOR: '0' }, false],
  ])('%s', (_, isTTY, environment, coloured) => {
    Object.assign(process.stdout, { isTTY });
    Object.assign(process.env, environment);
    const { stdout } = run('check', write('job.yaml', JOB));
    expect(stdout.includes('\u001b[31merror\u001b[39m')).toBe(coloured);
    expect(stdout.replace(/\u001b\[\d+m/g, '')).toBe(JOB_REPORT);
  });

  test('is all ASCII where that is asked for', () => {
    write('job.yaml', JOB.replace('name: pi', 'name: π'));
    expect(run('check', 'job.yaml').stdout).toContain('Job math/π');
    expect(run('check', '--ascii', 'job.yaml').stdout).toMatch(/^[\n -~]*$/);
  });
});
