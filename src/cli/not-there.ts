/** What is said of files in folders that are none or not there, such as those that a pattern begins with. */
export const NOT_THERE = ['ENOENT', 'ENOTDIR'];
