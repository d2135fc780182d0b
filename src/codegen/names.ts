import { camelCase, handlerName, pascalCase } from "#contract";

/** Names in documents may be anything; these turn them into identifiers that TypeScript accepts, always in the same way. */

const reservedWords = new Set(
  (
    "await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in " +
    "instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield " +
    "arguments eval async of"
  ).split(" "),
);

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
const plainKey = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** Whether a text may stand as a variable's name. */
export const isIdentifier = (text: string): boolean => identifier.test(text) && !reservedWords.has(text);

/** A property's or method's name. */
export const memberName = (key: string): string => camelCase(key) || "_";

/** {@link memberName} as a variable's name: a trailing underscore where that is a reserved word (`delete` → `delete_`). */
export function variableName(key: string): string {
  const name = memberName(key);
  return reservedWords.has(name) ? `${name}_` : name;
}

/** A type's name. */
export const typeName = (key: string): string => pascalCase(key) || "_";

/** A handler's name: `paymentAction` → `onPaymentAction`. */
export const receiverName = (key: string): string => handlerName(key);

/** A property key in an object literal or an interface. `__proto__` written plainly would set the prototype. */
export function propertyKey(key: string): string {
  if (key === "__proto__") return '["__proto__"]';
  return plainKey.test(key) ? key : quote(key);
}

/** A string literal. JSON's form, with the two line separators that JSON leaves bare. */
export const quote = (text: string): string =>
  JSON.stringify(text).replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
