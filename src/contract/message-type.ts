import type { Message } from "./model.js";

/** What the AMQP `type` property says of a message. */
export const amqpTypeOf = ({ messageType, key }: Message): string => messageType ?? key;
