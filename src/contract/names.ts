/** The words of a key of any kind: `new-ping`, `newPing`, `New_Ping` and `HTTPPing2` come apart where a reader would part them. */
function words(key: string): string[] {
  return (
    key
      .normalize("NFC")
      .match(/\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+\p{N}*|\p{Lu}+\p{N}*|\p{N}+\p{Ll}*/gu)
      ?.map(String) ?? []
  );
}

/** `new-ping` → `NewPing`. A name that would start with a digit gets `_` before it; a key without a letter or digit gives the empty text. */
export function pascalCase(key: string): string {
  const name = words(key)
    .map((word) => upperFirst(word))
    .join("");
  return /^\p{N}/u.test(name) ? `_${name}` : name;
}

/** `new-ping` → `newPing`, `1st` → `_1st`, `URLCheck` → `urlCheck`. */
export function camelCase(key: string): string {
  const [first = "", ...rest] = words(key);
  const name = [/^\p{Lu}+\p{N}*$/u.test(first) ? first.toLowerCase() : lowerFirst(first), ...rest.map((word) => upperFirst(word))].join("");
  return /^\p{N}/u.test(name) ? `_${name}` : name;
}

/** The handler method of a receive operation: `paymentAction` → `onPaymentAction`; a key already of that form stays. */
export function handlerName(key: string): string {
  const name = camelCase(key);
  return /^on\p{Lu}/u.test(name) ? name : `on${pascalCase(key)}`;
}

function upperFirst(word: string): string {
  const [first = "", ...rest] = word;
  return first.toUpperCase() + rest.join("");
}

function lowerFirst(word: string): string {
  const [first = "", ...rest] = word;
  return first.toLowerCase() + rest.join("");
}
