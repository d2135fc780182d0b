import type { Options } from "amqplib";
import type { OutgoingMessage } from "../broker.js";

/** A message as amqplib takes it. The names agree but for three, so nothing is copied unless one of those is used. */
export const toPublishOptions = (message: OutgoingMessage): Options.Publish => {
  if (message.expirationMs === undefined && message.cc === undefined && message.bcc === undefined) return message;
  const { expirationMs, cc, bcc } = message;
  return {
    ...message,
    ...(expirationMs === undefined ? {} : { expiration: expirationMs }),
    ...(cc === undefined ? {} : { CC: [...cc] }),
    ...(bcc === undefined ? {} : { BCC: [...bcc] }),
  };
};
