import { open } from "node:fs/promises";
import { dirname } from "node:path";
import type { Delivery } from "#messaging";

/** A file of letters, a line of JSON each. */
export interface Save {
  /** Resolves when the letter is on the disk. */
  add(delivery: Delivery): Promise<void>;
  close(): Promise<void>;
}

/** Opens the file to add to it. Letters that come while the disk is at work are written together. */
export const openSave = async (path: string): Promise<Save> => {
  // Only its owner reads what may hold anybody's data.
  const file = await open(path, "a", 0o600);
  await syncFolder(dirname(path));
  let waiting: string[] = [];
  let next: Promise<void> | undefined;
  let present: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    const lines = waiting;
    waiting = [];
    next = undefined;
    await file.appendFile(lines.join(""));
    await file.sync();
  };
  return {
    add(delivery) {
      waiting.push(`${JSON.stringify(savedLetter(delivery))}\n`);
      next ??= present = present.then(write);
      return next;
    },
    close: () => file.close(),
  };
};

/** All that there is of a message; the body in Base64. */
const savedLetter = (delivery: Delivery) => {
  const { queue, exchange, routingKey, contentType, contentEncoding, messageId, type, correlationId, replyTo, appId } = delivery;
  const { timestamp, priority, expiration, headers } = delivery;
  const properties = { contentType, contentEncoding, messageId, type, correlationId, replyTo, appId, timestamp, priority, expiration };
  return { queue, exchange, routingKey, ...properties, headers, body: delivery.body.toString("base64") };
};

/** A new file's name is on the disk only with its folder. Not every system lets folders be opened. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
};
