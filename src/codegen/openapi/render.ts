import { Worker } from "node:worker_threads";
import { headerFor, jsonHeaderKey } from "../emit/header.js";
import { lineComment } from "../source-file.js";
import type { OpenApiDocument } from "./read.js";

type Answer = { readonly id: number; readonly text: string } | { readonly id: number; readonly error: string };
interface Typist {
  /** What openapi-typescript prints for a document. */
  print(document: string): Promise<string>;
}

let typist: Typist | undefined;

/** http.ts: `paths`, `operations` and `components` as openapi-typescript prints them. Slow the first time (over a second): the result is worth keeping. */
export async function renderHttpTypes({ document }: OpenApiDocument, source: string): Promise<string> {
  typist ??= startTypist();
  const text = await typist.print(JSON.stringify(document));
  return `${lineComment(headerFor(source))}\n\n${text.trim()}\n`;
}

/** openapi.json: the bundled document, for the server that validates requests. */
export const renderDocument = ({ document }: OpenApiDocument, source: string): string =>
  `${JSON.stringify({ [jsonHeaderKey]: headerFor(source), ...document }, undefined, 2)}\n`;

/** A thread that stays warm for the next document, and keeps no process alive. */
function startTypist(): Typist {
  const waiting = new Map<number, { resolve: (text: string) => void; reject: (error: Error) => void }>();
  const worker = new Worker(new URL("./types-worker.mjs", import.meta.url), { execArgv: [] });
  const settle = (id: number, act: (each: { resolve: (text: string) => void; reject: (error: Error) => void }) => void): void => {
    const each = waiting.get(id);
    waiting.delete(id);
    if (each) act(each);
    if (waiting.size === 0) worker.unref();
  };
  worker.unref();
  worker.on("message", (answer: Answer) =>
    settle(answer.id, ({ resolve, reject }) => ("text" in answer ? resolve(answer.text) : reject(new Error(answer.error)))),
  );
  worker.on("error", (error) => {
    typist = undefined;
    for (const id of [...waiting.keys()]) settle(id, ({ reject }) => reject(error));
  });
  let count = 0;
  return {
    print: (document) =>
      new Promise((resolve, reject) => {
        const id = count++;
        waiting.set(id, { resolve, reject });
        worker.ref();
        worker.postMessage({ id, document });
      }),
  };
}
