/** The JSON pointer (RFC 6901) of what stands under a key, below another pointer. For the page too. */
export const childPointer = (pointer: string, key: string | number): string =>
  `${pointer}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
