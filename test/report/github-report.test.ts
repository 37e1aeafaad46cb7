import { CLEAN, ERROR, INSPECTION } from './inspections';
import { githubReport } from '../../src/report/github-report';

test('findings are workflow commands, and the summary is plain text', () => {
  expect(githubReport(INSPECTION)).toBe(`\
::error file=dist/pi.yaml,line=12,endLine=12,col=11,endColumn=30,title=SC401 port-conflict::Job shop/pi, container 'proxy': port 80 is taken by container 'pi', so the process that comes second cannot listen on it. Give it a port of its own.
::warning file=dist/pi.yaml,line=14,endLine=18,title=SC301 no-start-gate::Job shop/pi, container 'db': 'pi' talks to port 5432 of this sidecar, but nothing makes it wait. Give the sidecar a startup probe.
::notice file=b.yaml,line=1,endLine=1,col=1,endColumn=2,title=SC199 unheard-of::Deployment: it has no name. Give it one.
::error file=c.yaml,line=3,col=5,title=cannot be read::this is not a Kubernetes object, but a list.
1 error, 1 warning, 1 info in 12 workloads of 40 files, checked for Kubernetes 1.29 and 1.36,node=1.34 (1 could not be read, 1 acknowledged, 1 can be repaired with --fix).
`);
  expect(githubReport(CLEAN)).toBe('Nothing found in 1 workload of 1 file, checked for Kubernetes 1.37.\n');
});

test('nothing in a manifest or its name can be a command of its own', () => {
  const message = '100%\r\n::warning::no, really.';
  expect(githubReport({ ...CLEAN, findings: [{ ...ERROR, file: 'a,b:c%\n.yaml', message }] }).split('\n')[0]).toBe(
    '::error file=a%2Cb%3Ac%25%0A.yaml,line=12,endLine=12,col=11,endColumn=30,title=SC401 port-conflict::'
    + "Job shop/pi, container 'proxy': 100%25%0D%0A::warning::no, really. Give it a port of its own.");
});
