/** What `SC301, SC302: the client tries again` says. */
export interface SaidAcknowledgement {
  readonly ids: readonly string[];
  readonly reason: string;
}

/** Either what is said, or why it cannot be used. */
export type AcknowledgementText = SaidAcknowledgement | { readonly fault: string };

const FORM = /^\s*(SC\d{3}(?:\s*,\s*SC\d{3})*)\s*(?::\s*(.*?)\s*)?$/s;

/**
 * Reads an acknowledgement: ids of rules, a colon, and the reason.
 */
export function acknowledgementFrom(text: string): AcknowledgementText {
  const [, ids, reason] = FORM.exec(text) ?? [];
  if (!ids) {
    return { fault: `'${text.trim()}' is not of the form SC301: reason` };
  }
  return reason ? { ids: ids.split(',').map(id => id.trim()), reason } : { fault: `the acknowledgement of ${ids} has no reason` };
}
