/** The audit log: who asked for which change, and what came of it. One JSON object a line. */
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import type { Request } from "express";
import { HttpError } from "#http";
import type { AuditEntry } from "./context.js";

export interface AuditLog {
  /** Resolves when the line is on disk. Rejects with a 503 where it cannot be written: what is not on record is not done. */
  write(request: Request, entry: AuditEntry): Promise<void>;
  close(): Promise<void>;
}

/** Adds to the file, which is made where it is missing, for its owner's eyes only. */
export async function openAuditLog(file: string): Promise<AuditLog> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, "a+", 0o600);
  let isTorn = await endsWithinLine(handle);
  const write = async (request: Request, { action, step, subject }: AuditEntry): Promise<void> => {
    const { remoteAddress: from } = request.socket;
    const requestId = String(request.res?.locals.requestId);
    const line = { time: new Date().toISOString(), action, step, subject, requestId, from, agent: request.get("user-agent") };
    try {
      const before = isTorn ? "\n" : "";
      isTorn = false;
      await handle.appendFile(`${before}${JSON.stringify(line)}\n`);
      await handle.datasync();
    } catch (cause) {
      isTorn = true;
      throw new HttpError(503, "The audit log cannot be written.", { cause });
    }
  };
  return { write, close: () => handle.close() };
}

/** Whoever wrote last was cut off, by a full disk or a crash: what follows begins a line of its own. */
async function endsWithinLine(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(1), position: Math.max(0, size - 1) });
  return size > 0 && bytesRead === 1 && buffer.toString() !== "\n";
}
