import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { SidecarPresetProps } from './sidecar-preset-props';

/**
 * What the two database proxies of Google have in common: who they are to Google Cloud, and how they stop.
 */
export interface GoogleDatabaseProxyProps extends SidecarPresetProps {
  /**
   * Log in to the databases as the service account, by IAM, instead of with a password.
   *
   * @default false
   */
  readonly iamLogin?: boolean;

  /**
   * E-mail address of the Google service account that the Pod is to be, by Workload Identity of GKE. A Kubernetes service account
   * with its annotation is made, and becomes that of the Pod.
   *
   * @default - the service account of the Pod, or of its node, as they are
   */
  readonly googleServiceAccount?: string;

  /**
   * Secret with the key file of a Google service account, for clusters outside Google Cloud.
   *
   * @default - what the place where the Pod runs says who it is
   */
  readonly credentials?: kplus.ISecret;

  /**
   * The key of that Secret under which the file lies.
   *
   * @default service_account.json
   */
  readonly credentialsKey?: string;

  /**
   * Port of the health endpoints, which the kubelet reaches from outside the Pod. The databases are to be had inside it only.
   *
   * @default 9090
   */
  readonly healthPort?: number;

  /**
   * How long it waits at its end until the last connections are closed. It goes at once when there are none, which is the rule: the
   * main containers have ended by then.
   *
   * @default Duration.seconds(5)
   */
  readonly drain?: Duration;
}
