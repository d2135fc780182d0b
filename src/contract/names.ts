/** Where a reader would part the words of a key: `new-ping`, `newPing`, `New_Ping`, `HTTPPing2`. Anything but letters, marks and digits parts too. */
const word =
  /[\p{Lu}\p{Lt}]+(?=[\p{Lu}\p{Lt}]\p{Ll})|[\p{Lu}\p{Lt}]?[\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{Mc}]+\p{Nd}*|[\p{Lu}\p{Lt}]+\p{Nd}*|\p{Nd}+[\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{Mc}]*/gu;

function words(key: string): string[] {
  return key.normalize("NFC").match(word)?.map(String) ?? [];
}

/** An identifier, or nothing. */
function identifier(text: string): string {
  const name = text.replaceAll(/[^\p{ID_Continue}]/gu, "");
  return name === "" || /^\p{ID_Start}/u.test(name) ? name : `_${name}`;
}

/** `new-ping` → `NewPing`. A name that would start with a digit gets `_` before it; a key without a letter or digit gives the empty text. */
export function pascalCase(key: string): string {
  return identifier(words(key).map(upperFirst).join(""));
}

/** `new-ping` → `newPing`, `1st` → `_1st`, `URLCheck` → `urlCheck`. */
export function camelCase(key: string): string {
  const [first = "", ...rest] = words(key);
  const start = /^\p{Lu}+\p{Nd}*$/u.test(first) ? first.toLowerCase() : lowerFirst(first);
  return identifier([start, ...rest.map(upperFirst)].join(""));
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
