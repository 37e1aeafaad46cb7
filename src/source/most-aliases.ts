/** Enough for people; documents that a few aliases would blow up to gigabytes are beyond it. */
export const MOST_ALIASES = 10_000;
