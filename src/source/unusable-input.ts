/**
 * Input that cannot be read or understood: the command ends with exit code 2.
 */
export class UnusableInput extends Error {}
