import { castOf, Member } from './cast';
import { unexpanded } from './expansion';
import { MOUNT_PATH, POD_IP_VARIABLE, RUNTIME_CONTAINER, VOLUME } from './names';
import { portNumber } from './probe-command';
import { hintFor, SupervisedSettings } from './settings';
import { hasToWait, supervisedProbes } from './supervised-probes';
import { Diagnostic, DiagnosticSeverity } from '../../diagnostics/diagnostic';
import { containersOf } from '../../manifest/containers';
import { Container, PodSpec, Probe } from '../../manifest/types';
import { Workload } from '../../manifest/workloads';

/**
 * Why a workload with native sidecars has no supervised form that behaves as it does; empty if it has one. Warnings are
 * differences that were asked for.
 */
export function obstacles({ podSpec, podSpecPath }: Workload, settings: SupervisedSettings): Diagnostic[] {
  const { members } = castOf(podSpec);
  const at = (diagnostic: Omit<Diagnostic, 'severity'> & { severity?: DiagnosticSeverity }): Diagnostic =>
    ({ severity: DiagnosticSeverity.ERROR, ...diagnostic, field: `${podSpecPath}.${diagnostic.field}` });
  return [
    ...members.filter(member => !commandOf(member.container, settings)).map(({ container, path }) => at({
      id: 'SC802',
      slug: 'supervised-needs-command',
      container: container.name,
      field: `${path}.command`,
      message: 'it is not set, and what the image starts by itself is not known here, so no supervisor can start it.',
      fix: 'Set command, or tell the fallback what the image starts (its ENTRYPOINT and, unless args is set, its CMD).',
    })),
    ...members.flatMap(member => [...earlyLiveness(member, podSpec), ...probeObstacles(member, podSpec, settings)]).map(at),
    ...members.flatMap(ruleObstacles).map(at),
    ...podSpec.os?.name === 'windows' || podSpec.nodeSelector?.['kubernetes.io/os'] === 'windows' ? [at({
      id: 'SC812',
      slug: 'supervised-pod',
      field: podSpec.os?.name === 'windows' ? 'os.name' : 'nodeSelector',
      message: 'the Pod runs on Windows, and the supervisor is a shell script for Linux.',
      fix: 'Upgrade the cluster, or choose another fallback.',
    })] : [],
    ...podSpec.hostPID ? [at({
      id: 'SC812',
      slug: 'supervised-pod',
      field: 'hostPID',
      message: 'the Pod shares the process namespace of its node, where a program may outlive the supervisor that stands for it.',
      fix: 'Leave hostPID out, or upgrade the cluster.',
    })] : [],
    ...nameObstacles(podSpec).map(at),
  ];
}

/**
 * The command of a container, whoever knows it; undefined if nobody does.
 */
export function commandOf({ name, command }: Container, { entrypoints }: SupervisedSettings): readonly string[] | undefined {
  const entrypoint = hintFor(entrypoints, name)?.map(unexpanded);
  return [command, entrypoint].find(words => words?.length);
}

type Located = Omit<Diagnostic, 'severity'> & { readonly severity?: DiagnosticSeverity };

function probeObstacles(member: Member, podSpec: PodSpec, { tcpForGrpc }: SupervisedSettings): Located[] {
  const { container, path } = member;
  const { startup, liveness } = supervisedProbes(member, podSpec);
  const probes: [string, Probe | undefined][] = [['startupProbe', startup], ['livenessProbe', liveness]];
  return probes.flatMap(([field, probe]): Located[] => {
    if (probe && !(probe.exec ?? probe.httpGet ?? probe.tcpSocket ?? probe.grpc)) {
      return [{
        id: 'SC811',
        slug: 'supervised-probe',
        container: container.name,
        field: `${path}.${field}`,
        message: 'the probe does not say what to try.',
        fix: 'Give it one of exec, httpGet and tcpSocket, or leave it out.',
      }];
    }
    const { port } = { port: undefined, ...probe?.httpGet ?? probe?.tcpSocket };
    if (probe?.grpc) {
      return [{
        id: 'SC811',
        slug: 'supervised-probe',
        severity: tcpForGrpc ? DiagnosticSeverity.WARNING : DiagnosticSeverity.ERROR,
        container: container.name,
        field: `${path}.${field}.grpc`,
        ...tcpForGrpc ? {
          message: `instead of the gRPC health check, only a connection to port ${probe.grpc.port} is tried.`,
          fix: 'Use an exec, httpGet or tcpSocket probe to say what is meant.',
        } : {
          message: 'only the kubelet can make a gRPC probe, not the supervisor.',
          fix: `Use an exec, httpGet or tcpSocket probe, or let the fallback try a connection to port ${probe.grpc.port} instead (tcpForGrpc).`,
        },
      }];
    }
    return port === undefined || portNumber(port, container) !== undefined ? [] : [{
      id: 'SC811',
      slug: 'supervised-probe',
      container: container.name,
      field: `${path}.${field}.${probe!.httpGet ? 'httpGet' : 'tcpSocket'}.port`,
      message: `the container has no port of the name '${port}'.`,
      fix: 'Name the port in ports, or use its number.',
    }];
  });
}

function earlyLiveness(member: Member, podSpec: PodSpec): Located[] {
  const { container, path, role } = member;
  return role !== 'main' || supervisedProbes(member, podSpec).liveness || !hasToWait(container) ? [] : [{
    id: 'SC816',
    slug: 'supervised-liveness-early',
    severity: DiagnosticSeverity.WARNING,
    container: container.name,
    field: `${path}.livenessProbe.initialDelaySeconds`,
    message: 'only the kubelet can make a gRPC probe, and it counts these seconds from when the container begins to wait for the sidecars.',
    fix: 'Give the container a startupProbe, which holds the liveness probe back.',
  }];
}

/** Fields of Kubernetes 1.34 and later, which the published types of 1.30 do not have (KEP-5307). */
function ruleObstacles({ container, path, role }: Member): Located[] {
  const fields = [...role === 'sidecar' ? [] : ['restartPolicy'], 'restartPolicyRules'];
  return fields.filter(field => Object.hasOwn(container, field)).map(field => ({
    id: 'SC813',
    slug: 'supervised-restart-rules',
    container: container.name,
    field: `${path}.${field}`,
    message: 'the target cluster has no restart rules for single containers, and the fallback does not imitate them.',
    fix: `Leave ${field} out, or upgrade the cluster to Kubernetes 1.35 or later.`,
  }));
}

function nameObstacles(podSpec: Workload['podSpec']): Located[] {
  const taken = (field: string, what: string, container?: string): Located => ({
    id: 'SC814',
    slug: 'supervised-name-taken',
    container,
    field,
    message: `the fallback adds a ${what}, and the Pod has one already.`,
    fix: 'Give the one of the Pod another name.',
  });
  return [
    ...(podSpec.volumes ?? []).flatMap(({ name }, i) => name === VOLUME ? [taken(`volumes[${i}].name`, `volume '${VOLUME}'`)] : []),
    ...containersOf(podSpec).flatMap(({ container, path }) => [
      ...container.name === RUNTIME_CONTAINER ? [taken(`${path}.name`, `container '${RUNTIME_CONTAINER}'`, container.name)] : [],
      ...(container.volumeMounts ?? []).flatMap(({ mountPath }, i) => `${mountPath}/`.startsWith(`${MOUNT_PATH}/`)
        ? [taken(`${path}.volumeMounts[${i}].mountPath`, `mount at ${MOUNT_PATH}`, container.name)] : []),
      ...(container.env ?? []).flatMap(({ name }, i) => name === POD_IP_VARIABLE
        ? [taken(`${path}.env[${i}].name`, `variable ${POD_IP_VARIABLE}`, container.name)] : []),
    ]),
  ];
}
