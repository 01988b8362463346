/** Text as it stands in a LIKE pattern: `%`, `_` and `\` mean themselves. */
export const likePattern = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
