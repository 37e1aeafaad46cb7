import * as kplus from 'cdk8s-plus-27';
import { SidecarPresetProps } from './sidecar-preset-props';

/**
 * Properties of `VaultAgent`.
 */
export interface VaultAgentProps extends SidecarPresetProps {
  /**
   * URL of the Vault server, such as `https://vault.example.com:8200`.
   */
  readonly address: string;

  /**
   * Role of Vault's Kubernetes method as which it logs in. It has to allow the service account of the Pod.
   */
  readonly role: string;

  /**
   * The files that main containers find in the folder: for each name a template in the language of Consul Template, such as
   * `{{ with secret "secret/data/shop" }}{{ .Data.data.password }}{{ end }}`. Templates become a ConfigMap, so they must not have secrets
   * in them.
   */
  readonly files: { readonly [name: string]: string };

  /**
   * Folder of the files, in the main containers and in the agent.
   *
   * @default /vault/secrets
   */
  readonly folder?: string;

  /**
   * Where Vault has its Kubernetes method.
   *
   * @default auth/kubernetes
   */
  readonly authPath?: string;

  /**
   * For whom the token of the service account is, if the role asks for an audience.
   *
   * @default - for the API server
   */
  readonly audience?: string;

  /**
   * Namespace of Vault Enterprise or HCP Vault.
   *
   * @default - the root namespace
   */
  readonly namespace?: string;

  /**
   * Secret with the certificate of the authority that signed Vault's own, under the key `ca.crt`.
   *
   * @default - the authorities that the image trusts
   */
  readonly certificateAuthority?: kplus.ISecret;

  /**
   * Service account of the Pod, if that has none of its own.
   *
   * @default - that of the Pod
   */
  readonly serviceAccount?: kplus.IServiceAccount;
}

/**
 * What makes secrets from Vault available once, at the start of a Pod.
 */
export interface VaultPrePopulation {
  /**
   * The init container that writes the files. It brings its volumes along.
   */
  readonly initContainer: kplus.ContainerProps;

  /**
   * The mount by which another container finds them.
   */
  readonly appMount: kplus.VolumeMount;
}
