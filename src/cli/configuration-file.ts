/** The configuration file of a folder, if none is named. */
export const CONFIGURATION_FILE = '.cdk8s-sidecars.yaml';
