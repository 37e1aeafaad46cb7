import { CLEAN, ERROR, INSPECTION } from './inspections';
import { DiagnosticSeverity } from '../../src/diagnostics/diagnostic';
import { junitReport } from '../../src/report/junit-report';

test('what fails the check is a failure, and what is acknowledged is skipped', () => {
  expect(junitReport(INSPECTION, DiagnosticSeverity.ERROR)).toBe(`\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="cdk8s-sidecars" tests="6" failures="1" errors="1" skipped="1">
<testsuite name="./dist/pi.yaml" tests="2" failures="1" errors="0" skipped="0">
<testcase name="SC401 port-conflict: Job shop/pi, container &#39;proxy&#39;, spec.template.spec.initContainers[0].ports[0].containerPort" classname="./dist/pi.yaml" file="./dist/pi.yaml" line="12">
<failure message="port 80 is taken by container &#39;pi&#39;, so the process that comes second cannot listen on it." type="error">./dist/pi.yaml:12:11: error: Job shop/pi, container &#39;proxy&#39;: port 80 is taken by container &#39;pi&#39;, so the process that comes second cannot listen on it. Give it a port of its own.</failure>
</testcase>
<testcase name="SC301 no-start-gate: Job shop/pi, container &#39;db&#39;, spec.template.spec.initContainers[1].startupProbe" classname="./dist/pi.yaml" file="./dist/pi.yaml" line="14">
<system-out>./dist/pi.yaml:14:9: warning: Job shop/pi, container &#39;db&#39;: &#39;pi&#39; talks to port 5432 of this sidecar, but nothing makes it wait. Give the sidecar a startup probe.</system-out>
</testcase>
</testsuite>
<testsuite name="b.yaml" tests="2" failures="0" errors="0" skipped="1">
<testcase name="SC199 unheard-of: Deployment" classname="b.yaml" file="b.yaml" line="1">
<system-out>b.yaml:1:1: info: Deployment: it has no name. Give it one.</system-out>
</testcase>
<testcase name="SC401 port-conflict: Job shop/pi, container &#39;proxy&#39;, spec.template.spec.initContainers[0].ports[0].containerPort" classname="b.yaml" file="b.yaml" line="12">
<skipped message="acknowledged: It listens on another address &#38; it &#60;works&#62;."/>
</testcase>
</testsuite>
<testsuite name="c.yaml" tests="1" failures="0" errors="1" skipped="0">
<testcase name="readable from line 3 on" classname="c.yaml" file="c.yaml" line="3">
<error message="this is not a Kubernetes object, but a list." type="unreadable">c.yaml:3:5: this is not a Kubernetes object, but a list.</error>
</testcase>
</testsuite>
<testsuite name="other files" tests="1" failures="0" errors="0" skipped="0">
<testcase name="files without findings: 37" classname="cdk8s-sidecars"/>
</testsuite>
</testsuites>
`);
});

test('where nothing is found, a case passes', () => {
  expect(junitReport(CLEAN, DiagnosticSeverity.ERROR)).toBe(`\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="cdk8s-sidecars" tests="1" failures="0" errors="0" skipped="0">
<testsuite name="other files" tests="1" failures="0" errors="0" skipped="0">
<testcase name="files without findings: 1" classname="cdk8s-sidecars"/>
</testsuite>
</testsuites>
`);
});

test('there are no other files where something is found in each', () => {
  expect(junitReport({ ...CLEAN, findings: [ERROR] }, 'never')).toContain('<testsuites name="cdk8s-sidecars" tests="1" failures="0" errors="0" skipped="0">');
});

test('what XML cannot have is replaced', () => {
  const xml = junitReport({ ...CLEAN, findings: [{ ...ERROR, file: 'a"<b>&\u0001.yaml', message: ']]>\u001b[31m\ud800 is bad.' }] }, DiagnosticSeverity.ERROR);
  expect(xml).toContain('<testsuite name="a&#34;&#60;b&#62;&#38;\ufffd.yaml" ');
  expect(xml).toContain('message="]]&#62;\ufffd[31m\ufffd is bad."');
});
