/** A text as one word of a POSIX shell, whatever is in it. */
export const shellQuoted = (text: string): string => (/^[\w./:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
