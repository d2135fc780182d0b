/** A message that the broker gave back because no queue takes it. */
import type { Message } from "amqplib";
import type { OutgoingMessage } from "../broker.js";

/** Whether this is what was sent, as far as its headers need not be looked at. Ordered so that the first comparison nearly always decides: message ids differ. */
export const isAlike = (sent: OutgoingMessage, { fields, properties, content }: Message): boolean =>
  sent.mandatory &&
  sent.messageId === properties.messageId &&
  sent.routingKey === fields.routingKey &&
  sent.exchange === fields.exchange &&
  sent.correlationId === properties.correlationId &&
  sent.type === properties.type &&
  sent.body.equals(content);

/** The broker's own word. */
export const returnReason = ({ fields }: Message): string => ("replyText" in fields ? String(fields.replyText) : "NO_ROUTE");
