import { SidecarValidationProps } from './sidecar-validation-props';

/**
 * Validation plugin of the cdk8s CLI: checks what was synthesized with the rules of `cdk8s-sidecars check`. It is named in `cdk8s.yaml`,
 * under `validations`, with this package, its exact version and this class.
 *
 * @see https://cdk8s.io/docs/latest/cli/synth/#validations
 */
export class SidecarValidation {
  /**
   * @param properties what stands under `properties` in `cdk8s.yaml`
   */
  public constructor(private readonly properties: SidecarValidationProps = {}) {}

  /**
   * Called by the cdk8s CLI.
   *
   * @param context its `ValidationContext`
   * @throws if a property is not one, or has a value that it cannot have
   */
  public async validate(context: any): Promise<void> {
    // What reads YAML is loaded only here: apps that import this package do without.
    const { validateManifests } = await import('./validate-manifests.js');
    validateManifests(this.properties, context);
  }
}
