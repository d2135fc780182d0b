import type { OutgoingMessage } from "#messaging";
import type { OutboxRow } from "./engine.js";

/** A message as two columns: everything but the body as JSON, the body as bytes. */
export function toColumns(message: OutgoingMessage): { message: string; body: Buffer } {
  const { body, ...rest } = message;
  return { message: JSON.stringify(rest), body };
}

export function fromColumns(columns: { id: number; message: string; body: Uint8Array; enqueued_at: number }): OutboxRow {
  const rest = JSON.parse(columns.message) as Omit<OutgoingMessage, "body">;
  return { id: columns.id, enqueuedAt: columns.enqueued_at, message: { ...rest, body: asBuffer(columns.body) } };
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
