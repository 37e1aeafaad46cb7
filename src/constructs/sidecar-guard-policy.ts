import { knownToStrip } from '../checks/known-stripping-webhook';
import { DECLARED_SIDECARS_ANNOTATION } from '../manifest/declared-sidecars';

export const POLICY_API = 'admissionregistration.k8s.io/v1';

/** The API server labels every namespace with its name (KEP-2161). */
const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

const LOST = 'sidecars lost on the way';
/** What matters most comes first: it stands in an event, after the names. */
const EXPLANATION = 'the Pod declares them, has no init containers of these names with restartPolicy: Always, and would hang in Init. A mutating webhook or a controller '
  + 'that was built with Kubernetes libraries older than 0.28 takes the field out (kubectl get mutatingwebhookconfigurations). Known to do so: '
  + `${knownToStrip()}. Upgrade it, keep it away from these Pods, or have sidecars lowered: synthesize for an old node, such as with `
  + 'CDK8S_SIDECARS_TARGET=1.30,node=1.28.';

/** In all expressions: a Pod may have no init containers, and an init container no restart policy. */
const VARIABLES = [
  {
    name: 'declared',
    expression: `object.metadata.annotations['${DECLARED_SIDECARS_ANNOTATION}'].split(',').map(name, name.trim()).filter(name, name != '')`,
  },
  {
    name: 'sidecars',
    expression: 'has(object.spec.initContainers)'
      + " ? object.spec.initContainers.filter(container, has(container.restartPolicy) && container.restartPolicy == 'Always').map(container, container.name) : []",
  },
  {
    name: 'lost',
    expression: 'variables.declared.filter(name, !(name in variables.sidecars))',
  },
];

/**
 * The spec of a ValidatingAdmissionPolicy that holds Pods against the sidecars that they declare.
 */
export function policySpec(failurePolicy: string): object {
  return {
    failurePolicy,
    matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] },
    matchConditions: [{
      name: 'declares-sidecars',
      expression: `has(object.metadata.annotations) && '${DECLARED_SIDECARS_ANNOTATION}' in object.metadata.annotations`,
    }],
    variables: VARIABLES,
    validations: [{
      expression: 'size(variables.lost) == 0',
      reason: 'Forbidden',
      // Where the expression below gives no message, such as for a name with a line break in it.
      message: `${LOST}: ${EXPLANATION}`,
      messageExpression: `${literal(`${LOST}: `)} + variables.lost.join(', ') + ${literal(`; ${EXPLANATION}`)}`,
    }],
  };
}

/** What a binding of the policy covers, and what it does. */
export interface BindingOptions {
  readonly action: string;
  readonly namespaces?: readonly string[];
  readonly namespaceLabels?: { readonly [label: string]: string };
}

/**
 * The spec of the ValidatingAdmissionPolicyBinding of a policy.
 */
export function bindingSpec(policyName: string, { action, namespaces, namespaceLabels }: BindingOptions): object {
  const namespaceSelector = {
    ...namespaceLabels && { matchLabels: namespaceLabels },
    ...namespaces && { matchExpressions: [{ key: NAMESPACE_NAME_LABEL, operator: 'In', values: namespaces }] },
  };
  return {
    policyName,
    validationActions: [action],
    ...Object.keys(namespaceSelector).length > 0 && { matchResources: { namespaceSelector } },
  };
}

/** A text in CEL: its escapes are those of JSON, and more. */
function literal(text: string): string {
  return JSON.stringify(text);
}
