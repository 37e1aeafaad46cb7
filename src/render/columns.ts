/** Columns where nothing else is known. */
export const USUAL_WIDTH = 80;

/** In fewer columns, nothing can be told apart. */
export const NARROWEST = 40;
