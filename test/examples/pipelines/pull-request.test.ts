import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Repository, WITH_AN_ERROR } from './repository';
import { JobRun, matrixOf, runJob, workflow } from './workflow';

jest.setTimeout(120_000);

const { synthesize, comment } = workflow('pull-request.yaml').jobs;
const CLUSTERS = matrixOf(synthesize);
const [EDGE] = CLUSTERS;
const FROM_HERE = { event: { pull_request: { number: 7, head: { repo: { full_name: 'Example/orders' } } } }, repository: 'Example/orders' };
const GITHUB = { ...FROM_HERE, server_url: 'https://github.com', run_id: 12, token: 'secret' };
const MARKER = '<!-- what a pull request changes in the manifests -->';
const BROKEN = "\nthrow new Error('broken');\n";
const FENCE = '``````````';

let repository: Repository;
afterEach(() => repository.forgetCalls());

/** A pull request with a change to the app, whose base branch may have one, too. */
function pullRequest(change: () => void, before: () => void = () => {}): void {
  repository = new Repository();
  before();
  repository.git('checkout', '--quiet', '-b', 'change');
  change();
  repository.commit('Change');
  repository.checkOutMergeOf('change');
}

function synthesizeFor(matrix: { readonly [name: string]: string }): JobRun {
  const { folder: cwd, env, artifacts } = repository;
  const run = runJob(synthesize, { cwd, env, artifacts, context: { matrix, github: GITHUB } });
  // Each cluster has a runner of its own.
  rmSync(join(cwd, 'rendered'), { recursive: true, force: true });
  repository.git('worktree', 'prune');
  return run;
}

function commentOn(github: object = GITHUB): JobRun {
  return runJob(comment, { cwd: repository.folder, env: repository.env, artifacts: repository.artifacts, context: { github } });
}

describe('a pull request that changes an image', () => {
  beforeAll(() => {
    pullRequest(() => repository.change('orders:2.3', 'orders:2.4'));
    expect(CLUSTERS.map(synthesizeFor).map(({ failed, log }) => failed ? log : 'fine')).toEqual(['fine', 'fine']);
  });
  afterAll(() => repository.remove());

  test('gets one comment with what is different on each of the clusters', () => {
    expect(commentOn()).toMatchObject({ failed: false });
    expect(repository.called('gh')!.trimEnd().split('\n').at(-1)).toBe('api --silent --method POST repos/Example/orders/issues/7/comments --field body=@-');
    const [marker, title, , ...lines] = repository.called('gh-input')!.trimEnd().split('\n');
    expect([marker, title]).toEqual([MARKER, '### What this changes in the manifests']);
    expect(lines.slice(0, 6)).toEqual(['- edge', '- production', '', ' 4 files changed, 4 insertions(+), 4 deletions(-)', '', `${FENCE}diff`]);
    expect(lines.at(-1)).toBe(FENCE);
    expect(lines.slice(6).filter(line => /^(diff|[-+](?!--|\+\+))/.test(line)).map(line => line.replace(/ +/g, ' '))).toEqual([
      'edge/migrate', 'edge/server', 'production/migrate', 'production/server',
    ].flatMap(file => [
      `diff --git rendered/base/${file}.k8s.yaml rendered/head/${file}.k8s.yaml`,
      '- image: example.com/orders:2.3',
      '+ image: example.com/orders:2.4',
    ]));
    expect(`${repository.called('gh-input')}`).toBe(`${MARKER}\n${repository.called('summary')}`);
  });

  test('has its comment changed when it was there before, and no other', () => {
    repository.comments([
      { id: 1, user: { type: 'User' }, body: `${MARKER}\nthis is mine` },
      { id: 2, user: { type: 'Bot' }, body: 'Thank you' },
      { id: 3, user: { type: 'Bot' }, body: `${MARKER}\nas of yesterday` },
      { id: 4, user: { type: 'Bot' }, body: `see ${MARKER}` },
    ]);
    expect(commentOn()).toMatchObject({ failed: false });
    expect(repository.called('gh')!.trimEnd().split('\n').at(-1)).toBe('api --silent --method PATCH repos/Example/orders/issues/comments/3 --field body=@-');
  });

  test('is not commented on from a fork, which has no right to, but has the summary', () => {
    const { failed } = commentOn({ ...GITHUB, event: { pull_request: { number: 7, head: { repo: { full_name: 'someone/orders' } } } } });
    expect({ failed, gh: repository.called('gh') }).toEqual({ failed: false, gh: undefined });
    expect(repository.called('summary')).toContain('+          image: example.com/orders:2.4');
  });
});

describe('a pull request that changes nothing in the manifests', () => {
  beforeAll(() => {
    pullRequest(() => repository.write('README.md', 'Orders\n'));
    expect(synthesizeFor(EDGE)).toMatchObject({ failed: false });
  });
  afterAll(() => repository.remove());

  test('gets no comment', () => {
    expect(commentOn()).toMatchObject({ failed: false });
    expect(repository.called('gh')).toMatch(/^api --paginate repos\/Example\/orders\/issues\/7\/comments --jq .*\n$/);
    expect(repository.called('summary')).toBe('');
  });

  test('has an earlier comment say so', () => {
    repository.comments([{ id: 3, user: { type: 'Bot' }, body: `${MARKER}\nas of yesterday` }]);
    expect(commentOn()).toMatchObject({ failed: false });
    expect(repository.called('gh-input')).toBe(`${MARKER}\nThis changes nothing in the manifests.\n`);
  });
});

describe('otherwise', () => {
  afterEach(() => repository.remove());

  test('all is new where the base branch cannot be synthesized, and the comment says why', () => {
    pullRequest(() => repository.change(BROKEN, ''), () => {
      repository.write('main.ts', repository.read('main.ts') + BROKEN);
      repository.commit('Break it');
    });
    expect(synthesizeFor(EDGE)).toMatchObject({ failed: false, log: expect.stringContaining('::warning::The base branch cannot be synthesized') });
    expect(commentOn()).toMatchObject({ failed: false });
    expect(repository.called('gh-input')!.split('\n').slice(3, 5)).toEqual(['- edge (not synthesized from the base branch, so all of it is new)', '']);
  });

  test('an error that check finds fails the job, is uploaded, and does not keep the comment back', () => {
    pullRequest(() => repository.write('main.ts', WITH_AN_ERROR));
    const { failed, log, ran } = synthesizeFor(EDGE);
    expect(failed).toBe(true);
    expect(log).toContain('SC201 job-never-completes');
    expect(ran.slice(-3)).toEqual([
      'actions/upload-artifact name=rendered-edge path=rendered',
      'npx cdk8s-sidecars check -o sarif --output-file sidecars.sarif "rendered/head/$CLUSTER"',
      'github/codeql-action/upload-sarif sarif_file=sidecars.sarif category=cdk8s-sidecars/edge',
    ]);
    const { runs: [{ results }] } = JSON.parse(repository.read('sidecars.sarif'));
    expect(results.map(({ ruleId, level }: { ruleId: string; level: string }) => [ruleId, level])).toContainEqual(['SC201', 'error']);
    expect(comment.if).toBe('${{ !cancelled() }}');
    expect(commentOn()).toMatchObject({ failed: false });
    expect(repository.called('gh-input')).toContain('+++ rendered/head/edge/report.k8s.yaml');
  });

  test('a workload that one cluster cannot run fails its job at once, and the comment is about the others', () => {
    pullRequest(() => repository.change("  command: ['/proxy'],\n", ''));
    const [edge, production] = CLUSTERS.map(synthesizeFor);
    expect(edge).toMatchObject({ failed: true, log: expect.stringContaining('[SC802 supervised-needs-command]') });
    expect(edge.ran.at(-1)).toBe('sh scripts/synth "rendered/head/$CLUSTER"');
    expect(production.failed).toBe(false);
    expect(commentOn()).toMatchObject({ failed: false });
    expect(repository.called('gh-input')!.split('\n').slice(3, 5)).toEqual(['- production', '']);
  });

  test('what changes for a new target is shown, since the base branch has its own', () => {
    pullRequest(() => repository.write('targets/edge', '1.33.5\n'));
    expect(synthesizeFor(EDGE)).toMatchObject({ failed: false });
    expect(commentOn()).toMatchObject({ failed: false });
    expect(repository.called('gh-input')).toContain('\n-        cdk8s-sidecars/supervised-for: 1.30.14,node=1.27.16\n');
    expect(repository.called('gh-input')).toContain('\n+          restartPolicy: Always\n');
  });

  test('nothing is synthesized without a target', () => {
    pullRequest(() => repository.git('rm', '--quiet', 'targets/edge'));
    const { failed, ran, log } = synthesizeFor(EDGE);
    expect(failed).toBe(true);
    expect(log).toContain('CDK8S_SIDECARS_TARGET: is empty, which would mean the newest Kubernetes');
    expect(ran.at(-1)).toBe('sh scripts/synth "rendered/head/$CLUSTER"');
  });

  test('an earlier comment is not repeated where comments cannot be read', () => {
    repository = new Repository();
    repository.write('difference.md', 'something\n');
    repository.sh('rm "$CALLS/comments.json"');
    expect(() => repository.sh('sh scripts/comment difference.md', { PULL_REQUEST: '7' })).toThrow();
    expect(repository.called('gh-input')).toBeUndefined();
  });
});

describe('the comparison', () => {
  beforeEach(() => { repository = new Repository(); });
  afterEach(() => repository.remove());

  /** Manifests of one cluster, before or after. */
  const put = (side: string, text: string) => repository.write(`rendered/${side}/edge/big.yaml`, text);
  const compare = () => repository.sh('sh scripts/compare rendered/base rendered/head', { RUN_URL: 'https://example.com/run' });
  const numbered = (count: number, text: string) => Array.from({ length: count }, (_, i) => `- ${i}${text}\n`).join('');

  test('is cut between two lines where GitHub would take no more, and says how much is shown', () => {
    put('base', '');
    put('head', numbered(20_000, ' ü'));
    const text = compare();
    expect(text.length).toBeGreaterThan(50_000);
    expect(Buffer.byteLength(text)).toBeLessThan(65_536);
    const lines = text.trimEnd().split('\n');
    const shown = lines.filter(line => line.startsWith('+- ')).length;
    expect(lines.slice(-4)).toEqual([
      `+- ${shown - 1} ü`,
      FENCE,
      '',
      `**Cut: ${shown + 5} of 20005 lines are shown.** The manifests are artifacts of [this run](https://example.com/run).`,
    ]);
    expect(text).toContain(' 1 file changed, 20000 insertions(+)');
  });

  test('is not ended by what looks like the end of it in a manifest', () => {
    put('base', 'text: |\n```\n');
    put('head', 'text: |\n```\n  more\n');
    expect(compare().trimEnd().split('\n').slice(-4)).toEqual([' text: |', ' ```', '+  more', FENCE]);
  });

  test('fails without manifests, rather than find no difference', () => {
    mkdirSync(join(repository.folder, 'rendered'), { recursive: true });
    expect(compare).toThrow(expect.objectContaining({ stdout: '' }));
  });
});

test('the workflow asks for the rights that it needs, and no more', () => {
  expect([synthesize.permissions, comment.permissions]).toEqual([
    { 'contents': 'read', 'security-events': 'write' },
    { 'contents': 'read', 'pull-requests': 'write' },
  ]);
  expect(readFileSync(join('examples/pipelines/.github/workflows/pull-request.yaml'), 'utf8')).toContain('\non: pull_request\n');
});
