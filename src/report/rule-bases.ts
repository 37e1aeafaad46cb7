import { Rule } from '../checks/rule';

/** What the basis of a rule means. */
export const BASES: { readonly [basis in Rule['basis']]: string } = {
  api: 'the API server refuses it',
  judgement: 'a judgement of what images, commands and names are known to mean',
};
