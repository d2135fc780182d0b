/** What the runtime looks at before it looks into a message: how the body is written, and which of the consumer's messages it is. */
import { amqpTypeOf, type Message } from "#contract";
import type { Delivery } from "./deliveries.js";
import { broken, type Places, placesOf, unknown } from "./faults.js";
import type { Fault } from "./model.js";

/** JSON in UTF-8, in all the ways to say so that the runtime takes. */
const jsonType = /^application\/(?:[\w!#$&^.+-]+\+)?json\s*(?:;\s*(?:charset\s*=\s*"?(?:utf-?8|us-ascii)"?)?\s*)*$/i;
const longestType = 255;

export const isReadableType = (contentType: string): boolean =>
  contentType === "" || (contentType.length <= longestType && jsonType.test(contentType));

export const isReadableEncoding = (encoding: string | undefined): boolean =>
  encoding === undefined || encoding === "" || /^(identity|utf-?8)$/i.test(encoding);

export function bodyFaults(delivery: Delivery): Fault[] {
  const places = placesOf(delivery);
  const { contentType, contentEncoding } = delivery.sender.message;
  const faults: Fault[] = [];
  if (!isReadableType(contentType)) {
    const reason = `The message is sent as "${contentType}", and consumers take JSON in UTF-8 only.`;
    faults.push(broken("content-type", places, reason));
  }
  if (!isReadableEncoding(contentEncoding)) {
    const reason = `The message is sent with the content encoding "${contentEncoding}", and consumers take none.`;
    faults.push(broken("content-type", places, reason));
  }
  return faults;
}

/** Which of its messages the consumer takes the message for, by the AMQP type; else why it does not know. */
export function takenAs(delivery: Delivery): { readonly message: Message } | { readonly fault: Fault } {
  const { sender, taker } = delivery;
  const places: Places = { producerAt: sender.message.location, consumerAt: taker.operation.location };
  const type = amqpTypeOf(sender.message);
  if (type !== "") {
    // Of several messages of one type the runtime knows the last.
    const message = taker.messages.findLast((each) => amqpTypeOf(each) === type);
    if (message !== undefined) return { message };
    const known = taker.messages.map((each) => `"${amqpTypeOf(each)}"`).join(", ") || "none";
    return { fault: broken("type", places, `The consumer has no handler for messages of type "${type}"; it knows ${known}.`) };
  }
  const [only, ...others] = taker.messages;
  if (only !== undefined && others.length === 0) return { message: only };
  return { fault: unknown("type", places, "The message has no type, and the consumer tells several messages apart by what is in them.") };
}
