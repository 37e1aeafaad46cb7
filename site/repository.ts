/** Where docs and what they link to lie on GitHub. */
export const REPOSITORY = 'https://github.com/cdk8s-sidecars/cdk8s-sidecars';
