/** What stands in for the parts of a letter that its consumer refuses. */
import { type JsonValue, senderHeaders } from "#messaging";
import type { Judged } from "./verdict.js";

export interface Repair {
  /** JSON in UTF-8; goes out with the content type that the contract gives the message. */
  readonly body?: Buffer | undefined;
  /** Empty: none. */
  readonly type?: string | undefined;
  /** Instead of all headers that the sender wrote. */
  readonly headers?: Readonly<Record<string, JsonValue>> | undefined;
}

/** The letter as it would be with its repair. */
export const repaired = (letter: Judged, { body, type, headers }: Repair): Judged => {
  const { contentType, contentEncoding } = letter;
  return {
    ...(body === undefined ? { body: letter.body, contentType, contentEncoding } : { body }),
    type: type ?? letter.type,
    headers: headers === undefined ? letter.headers : withHeaders(letter.headers, headers),
  };
};

/** The runtime's and the broker's headers of before with other ones of the sender. What did not change keeps its AMQP type. */
const withHeaders = (before: Judged["headers"], sent: Readonly<Record<string, JsonValue>>): Judged["headers"] => {
  const sender = senderHeaders(before);
  const others = Object.entries(before).filter(([name]) => !Object.hasOwn(sender, name));
  const own = Object.entries(sent).map(([name, value]) => [name, isSame(sender[name], value) ? sender[name] : value] as const);
  return Object.fromEntries([...others, ...own]);
};

const isSame = (before: unknown, now: JsonValue): boolean => JSON.stringify(before) === JSON.stringify(now);

/** Why a repair cannot be made, one sentence. */
export const repairFault = ({ headers = {} }: Repair): string | undefined => {
  const sender = senderHeaders(headers);
  const other = Object.keys(headers).find((name) => !Object.hasOwn(sender, name));
  return other === undefined ? undefined : `The header ${JSON.stringify(other)} is written by the runtime or the broker alone.`;
};
