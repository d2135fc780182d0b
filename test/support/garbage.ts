/** What may lie in a queue and is no message of its contract. */

export interface Garbage {
  readonly what: string;
  readonly body: string | Buffer;
  readonly properties?: object;
  /** What the reason says in a dead letter's headers. */
  readonly reason: RegExp;
}

const deep = 10_000;

/** Given a payload that would be right, and what the reason says of one that has nothing of it. */
export const garbageBeside = (right: object, missing: RegExp): readonly Garbage[] => [
  { what: "no JSON", body: "hello", reason: /JSON/ },
  { what: "an empty body", body: "", reason: /JSON|empty/i },
  { what: "bytes that are no UTF-8", body: Buffer.from([0x22, 0xff, 0xfe, 0x22]), reason: /UTF-8/ },
  { what: "another schema", body: '{"hello":"world"}', reason: missing },
  { what: "a body of 20 MB", body: Buffer.alloc(20 * 1024 * 1024, 0x20), reason: /bytes|large|size/i },
  { what: "10,000-deep nesting", body: "[".repeat(deep) + "]".repeat(deep), reason: /nest|deep/i },
  { what: "a prototype key", body: `{"__proto__":{"admin":true},${JSON.stringify(right).slice(1)}`, reason: /__proto__/ },
  { what: "another content type", body: JSON.stringify(right), properties: { contentType: "application/xml" }, reason: /content type/i },
  { what: "a type that the contract does not know", body: JSON.stringify(right), properties: { type: "Nonsense" }, reason: /Nonsense/ },
];
