import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { options } from './inspection/inspecting';
import { MeshInjection } from '../src/checks/rule';
import { TargetCluster } from '../src/cluster/target-cluster';
import { DiagnosticSeverity } from '../src/diagnostics/diagnostic';
import { isAtLeast } from '../src/diagnostics/severity';
import { inspect } from '../src/inspection/inspect';
import { Inspection } from '../src/inspection/located-finding';

const { ERROR, WARNING, INFO } = DiagnosticSeverity;

/** Real manifests of other projects, which lie beside the checkout or are not there at all. */
const CORPUS = join(__dirname, '../../shared/corpus');

/** Versions of clusters: before native sidecars, with them, with restart rules of main containers as well, and the newest. */
const [OLD, NATIVE, NEW] = ['1.27', '1.29', '1.37'];
/** Where nothing else is said, what is expected holds on all of these. */
const ALL = [NATIVE, '1.33', '1.34', '1.35', NEW];

/** What is expected of a file. Rules are named with the containers or objects that they are about, where it matters. */
interface Expectation {
  /** Rules that must be found, and how much each must weigh at least: `SC301` or `SC301 proxy`. */
  readonly found?: { readonly [rule: string]: DiagnosticSeverity };
  /** The most that anything else may weigh, other findings of the rules above included. */
  readonly others: DiagnosticSeverity | 'nothing';
  /** Versions of clusters. */
  readonly on?: readonly string[];
  readonly mesh?: readonly [string, MeshInjection];
}

const NOTHING: Expectation[] = [{ others: 'nothing', on: [OLD, ...ALL] }];
/** No error and no warning, whatever the cluster. */
const CLEAN: Expectation[] = [{ others: INFO, on: [OLD, ...ALL] }];
/** As native sidecars should be: none of it matters where the cluster runs them, and all is lost where it does not. */
const native = (found: Expectation['found'] = {}, rest: Partial<Expectation> = {}): Expectation[] => [
  { found: { SC101: ERROR }, others: ERROR, on: [OLD, '1.28'] },
  { found, others: INFO, ...rest },
];
const NATIVE_CLEAN = native();
const DATABASES: Expectation[] = [{ found: { 'SC201 mysql': WARNING }, others: INFO, on: [OLD, ...ALL] }];
const RESTARTS = (container: string): Expectation[] => [
  { found: { [`SC103 ${container}`]: ERROR }, others: INFO, on: [NATIVE, '1.33', '1.34'] },
  { others: 'nothing', on: ['1.35', NEW] },
];
const NONSENSE: Expectation[] = [
  { found: { SC102: ERROR, SC103: ERROR, SC105: ERROR, SC106: ERROR, SC111: ERROR }, others: ERROR, on: [OLD, ...ALL] },
];
/** Nothing in these files asks for the proxy of a mesh, but their namespaces may. */
const JOB_FOR_MESH: Expectation[] = [
  ...NOTHING,
  { found: { SC203: WARNING }, others: 'nothing', mesh: ['istio', 'regular'] },
  { others: 'nothing', mesh: ['istio', 'native'] },
];
const GATELESS = { 'SC302 other-sidecar': WARNING, 'SC501 other-sidecar': WARNING, 'SC601 hello': WARNING };

const GCP = 'GoogleCloudPlatform+accelerated-platforms/platforms/gke/base/use-cases/inference-ref-arch/kubernetes-manifests';
const SQL = 'GoogleCloudPlatform+cloud-sql-proxy/examples';
const ISTIO = 'istio+istio/pkg/kube/inject/testdata/inject';
const KEPS = 'kubernetes+enhancements/keps';
const PODS = 'kubernetes+website/content/en/examples/pods/multi-container';
const LINKERD = 'linkerd+linkerd2/cli/cmd/testdata';

/** File by file, in the order of the manifest. */
const EXPECTED: { readonly [file: string]: readonly Expectation[] } = {
  [`${GCP}/offline-batch-inference-gpu/offline-batch-worker/base/jobset.yaml`]: native({ 'SC302 inference-server': WARNING }),
  [`${GCP}/online-inference-gpu/llmd/vllm/base/deployment.yaml`]: native({ 'SC301 routing-proxy': WARNING, 'SC501 routing-proxy': WARNING }),
  // Whether the one that fetches files ends cannot be told; nothing says that it does not.
  [`${GCP}/online-inference-gpu/vllm-auto-tuning/base/job.yaml`]: CLEAN,
  [`${SQL}/k8s-health-check/proxy_with_http_health_check.yaml`]: native({ 'SC401 cloud-sql-proxy': WARNING }),
  [`${SQL}/k8s-sidecar/job_with_shutdown_hook.yaml`]: [
    { found: { 'SC201 cloud-sql-proxy': ERROR, 'SC204 my-application': WARNING }, others: INFO, on: [OLD] },
    { found: { 'SC201 cloud-sql-proxy': ERROR, 'SC204 my-application': WARNING, 'SC806': INFO }, others: INFO },
  ],
  [`${SQL}/k8s-sidecar/job_with_sidecar.yaml`]: native({ 'SC301 cloud-sql-proxy': WARNING }),
  [`${SQL}/k8s-sidecar/no_proxy_private_ip.yaml`]: NOTHING,
  [`${SQL}/k8s-sidecar/proxy_with_workload_identity.yaml`]: native({ 'SC301 cloud-sql-proxy': WARNING }),
  'GoogleCloudPlatform+gcs-fuse-csi-driver/examples/multi-nic/cloudtpu.yaml': CLEAN,
  'argoproj+argo-cd/manifests/install.yaml': NOTHING,
  'argoproj+argo-workflows/examples/sidecar-dind.yaml': NOTHING,
  'argoproj+argo-workflows/examples/sidecar.yaml': NOTHING,
  'istio+istio/pkg/config/analysis/analyzers/testdata/misannotated.yaml': RESTARTS('grafana-test'),
  [`${ISTIO}/cronjob.yaml`]: JOB_FOR_MESH,
  [`${ISTIO}/daemonset.yaml.injected`]: NATIVE_CLEAN,
  [`${ISTIO}/deploymentconfig.yaml.injected`]: NATIVE_CLEAN,
  [`${ISTIO}/hello.proxyHoldsApplication.yaml.injected`]: NATIVE_CLEAN,
  [`${ISTIO}/init-no-intercept-no-native-sidecar.yaml.injected`]: NATIVE_CLEAN,
  [`${ISTIO}/job-old-version.yaml.injected`]: [{ found: { 'SC201 istio-proxy': ERROR }, others: INFO, on: [OLD, ...ALL] }],
  [`${ISTIO}/job.yaml`]: JOB_FOR_MESH,
  [`${ISTIO}/kubevirtInterfaces_list.yaml.injected`]: NATIVE_CLEAN,
  [`${ISTIO}/named_port.yaml.injected`]: NATIVE_CLEAN,
  [`${ISTIO}/native-sidecar-opt-in.yaml.injected`]: native(GATELESS),
  [`${ISTIO}/native-sidecar-opt-out.yaml.injected`]: CLEAN,
  [`${ISTIO}/native-sidecar.yaml.injected`]: native(GATELESS),
  [`${ISTIO}/proxy-override-args-native.yaml.injected`]: NATIVE_CLEAN,
  [`${ISTIO}/proxy-resources-null.yaml.injected`]: native({ 'SC501 istio-proxy': WARNING }),
  [`${ISTIO}/replicationcontroller.yaml.injected`]: NATIVE_CLEAN,
  [`${ISTIO}/statefulset.yaml.injected`]: NATIVE_CLEAN,
  [`${ISTIO}/traffic-params.yaml.injected`]: native({ 'SC301 istio-proxy': WARNING }),
  [`${ISTIO}/user-volume.yaml.injected`]: NATIVE_CLEAN,
  'karlkfi+kubexit/examples/client-server-job/job.yaml': [{ others: INFO, on: [OLD] }, { found: { SC806: INFO }, others: INFO }],
  // Of a kind that is told by its shape, nothing weighs more than a warning.
  'kserve+kserve/config/llmisvcconfig/config-llm-decode-template.yaml': [
    { found: { SC101: WARNING }, others: WARNING, on: [OLD] },
    { found: { 'SC302 llm-d-routing-sidecar': WARNING, 'SC501 llm-d-routing-sidecar': WARNING }, others: INFO },
  ],
  'kubernetes+api/testdata/HEAD/batch.v1.CronJob.yaml': NONSENSE.map(each => ({ ...each, found: { ...each.found, SC107: ERROR, SC117: ERROR, SC118: ERROR } })),
  'kubernetes+api/testdata/HEAD/core.v1.Pod.yaml': NONSENSE,
  [`${KEPS}_sig-api-machinery_3962-mutating-admission-policies_README.md.block5.yaml`]: NOTHING,
  [`${KEPS}_sig-apps_3329-retriable-and-non-retriable-failures_README.md.block7.yaml`]: CLEAN,
  [`${KEPS}_sig-node_2837-pod-level-resource-spec_README.md.block1.yaml`]: NATIVE_CLEAN,
  [`${KEPS}_sig-node_5307-container-restart-policy_README.md.block1.yaml`]: RESTARTS('my-container'),
  [`${KEPS}_sig-node_5532-restart-all-containers-on-container-exits_README.md.block1.yaml`]: NATIVE_CLEAN,
  'kubernetes+website/content/en/examples/application/job/job-sidecar.yaml': native({ 'SC501 logshipper': INFO }),
  [`${PODS}/localhost.yaml`]: NATIVE_CLEAN,
  [`${PODS}/shared-volume.yaml`]: NOTHING,
  [`${PODS}/startup-coordination.yaml`]: NATIVE_CLEAN,
  'kubernetes-sigs+jobset/site/static/examples/in-place-restart/jobset-main-container-mode.yaml': RESTARTS('in-place-restart-agent'),
  'kubescape+regolibrary/rules/CVE-2021-25741/test/cronjob/input/cronjob.yaml': DATABASES,
  'kubescape+regolibrary/rules/set-seccomp-profile-RuntimeDefault/test/cronjob/input/cronjob.yaml': DATABASES,
  'kyverno+policies/other/inject-sidecar-deployment/.kyverno-test/resource.yaml': CLEAN,
  'kyverno+policies/pod-security/baseline/disallow-host-ports/.kyverno-test/resource.yaml': CLEAN,
  [`${LINKERD}/inject_contour.golden.yml`]: NATIVE_CLEAN,
  [`${LINKERD}/inject_emojivoto_deployment_debug.golden.yml`]: NATIVE_CLEAN,
  [`${LINKERD}/inject_emojivoto_deployment_no_init_container.golden.yml`]: NATIVE_CLEAN,
  [`${LINKERD}/inject_emojivoto_pod_nativesidecar.golden.yml`]: NATIVE_CLEAN,
  [`${LINKERD}/inject_tap_deployment_debug.golden.yml`]: NATIVE_CLEAN,
  'linkerd+linkerd2/controller/proxy-injector/fake/data/filter-pod-opaque-ports.yaml': native({ 'SC301 memcached': WARNING }),
  'open-policy-agent+gatekeeper-library/library/pod-security-policy/host-probes-lifecycle/samples/psp-host-probes-lifecycle/disallowed_init_lifecycle.yaml':
    [{ found: { 'SC105 init': ERROR, 'SC109 init': WARNING }, others: INFO, on: [OLD, ...ALL] }],
  'prometheus-operator+kube-prometheus/manifests/blackboxExporter-deployment.yaml': CLEAN,
  'prometheus-operator+kube-prometheus/manifests/nodeExporter-daemonset.yaml': CLEAN,
  'tektoncd+pipeline/examples/v1/taskruns/sidecar-ready.yaml': NOTHING,
  'thockin+kubectl-sidecar/example.yaml': native({ 'SC301 sidecar': WARNING }),
  // That it does not complete cannot be proved: its processes can end each other.
  'vllm-project+aibrix/python/aibrix/tests/batch/testdata/k8s_job_example.yaml': [
    { found: { 'SC202 llm-engine': WARNING }, others: INFO, on: [OLD, ...ALL] },
  ],
};

/** Classes whose files have no error, and those that are to have no finding at all, on clusters that run native sidecars. */
const WITHOUT_ERROR = ['native-good', 'native-order', 'native-warn', 'native-qos', 'crd-native-warn', 'crd', 'podlevel', 'snippet', 'mixed', 'job-multi',
  'crd-job-multi', 'job-pfp', 'input', 'v135', 'fallback-kubexit', 'fallback-sharedpid'];
const WITHOUT_FINDING = ['not-podspec'];

interface Row {
  readonly file: string;
  readonly kind: string;
  readonly expectation: string;
}

const whereItIs = existsSync(CORPUS) ? describe : describe.skip;

whereItIs('real manifests', () => {
  const rows = existsSync(CORPUS) ? rowsOf(readFileSync(join(CORPUS, 'MANIFEST.tsv'), 'utf8')) : [];

  test('are all expected to have something found or not', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual(rows.map(({ file }) => file).sort());
    expect(rows.length).toBe(61);
  });

  test.each(Object.entries(EXPECTED).flatMap(([file, expectations]) => expectations.flatMap(expectation =>
    (expectation.on ?? ALL).map((version): [string, string, string, Expectation] =>
      [file, version, expectation.mesh ? ` with ${expectation.mesh.join('=')}` : '', expectation]))))(
    '%s is judged rightly on %s%s', (file, version, _, { found = {}, others, mesh }) => {
      const { findings, unreadable } = inspected(file, version, mesh);
      expect(unreadable).toEqual([]);
      const named = findings.map(({ id, container, severity }) => ({ names: [id, `${id} ${container}`], severity }));
      const missed = Object.entries(found)
        .filter(([rule, least]) => !named.some(({ names, severity }) => names.includes(rule) && isAtLeast(severity, least)));
      expect({ missed, among: named }).toEqual({ missed: [], among: named });
      const rest = named.filter(({ names }) => !names.some(name => found[name] !== undefined));
      expect(rest.filter(({ severity }) => others === 'nothing' || severity !== others && isAtLeast(severity, others))).toEqual([]);
    });

  test.each(rows.filter(({ kind }) => [...WITHOUT_ERROR, ...WITHOUT_FINDING].includes(kind)))('$file of the class $kind has no error', ({ file, kind }) => {
    const { findings } = inspected(file, NEW);
    expect(findings.filter(({ severity }) => WITHOUT_FINDING.includes(kind) || severity === ERROR)).toEqual([]);
  });

  test.each(rows.filter(({ expectation }) => /^(clean\b|.*: clean$|no finding)/i.test(expectation)))('$file, which is clean, has no warning', ({ file }) => {
    expect(inspected(file, NEW).findings.filter(({ severity }) => isAtLeast(severity, WARNING))).toEqual([]);
  });
});

function rowsOf(table: string): Row[] {
  const [header, ...lines] = table.trimEnd().split('\n').map(line => line.split('\t'));
  const [file, kind, expectation] = ['file', 'class', 'expectation'].map(name => header.indexOf(name));
  return lines.map(cells => ({ file: cells[file], kind: cells[kind], expectation: cells[expectation] }));
}

function inspected(file: string, version: string, mesh?: readonly [string, MeshInjection]): Inspection {
  return inspect([[{ name: file, text: readFileSync(join(CORPUS, file), 'utf8') }]], options({
    targets: [TargetCluster.version(version)], level: INFO, meshes: new Map(mesh ? [mesh] : []), withEdits: false,
  }));
}
