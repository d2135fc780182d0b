/** Why a message is refused, and where both sides say so: the same on the page of proofs and on that of changes. */
import type { Fault, FaultPart } from "#compatibility";
import type { Location } from "#contract";
import { code } from "../content/inline.js";
import type { Block, Inline } from "../content/model.js";

const partNames: Readonly<Record<FaultPart, string>> = {
  payload: "Payload",
  headers: "Headers",
  "content-type": "Content type",
  type: "Message type",
  correlation: "Correlation id",
  "reply-address": "Reply address",
  route: "Route",
};

/** One fault: its reason, its keyword, both places, and a message that shows it where there is one. */
export function faultBlocks({ part, standing, reason, witness, keyword, at, producerAt, consumerAt }: Fault): readonly Block[] {
  const rows: { readonly label: string; readonly value: readonly Inline[] }[] = [
    { label: "What", value: [partNames[part], ...(at === undefined || at === "" ? [] : [" at ", code(at)])] },
    ...(keyword === undefined ? [] : [{ label: "Keyword", value: [code(keyword)] }]),
    { label: "Producer says so at", value: [code(placeText(producerAt))] },
    { label: "Consumer says so at", value: [code(placeText(consumerAt))] },
  ];
  const caption = part === "headers" ? "Headers that may be sent, and are refused" : "May be sent, and is refused";
  return [
    { kind: "note", tone: standing === "broken" ? "bad" : "doubtful", text: [reason] },
    { kind: "facts", rows },
    ...(witness === undefined ? [] : [{ kind: "listing", language: "json", caption, text: JSON.stringify(witness, null, 2) } as const]),
  ];
}

/** `asyncapi/orders/order.yaml:12:5` */
export const placeText = ({ file, line, column }: Location): string => `${file}:${line}:${column}`;
