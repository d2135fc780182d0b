import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ContractSet } from "../../src/contract/model.js";
import { formatProblem } from "../../src/contract/problems.js";
import { type ReadOptions, readContracts } from "../../src/contract/read-contracts.js";
import { readFolder } from "../../src/contract/read-folder.js";
import { temporaryFolder } from "./folder.js";

/** File names and their texts. A `▸` in a text marks a place and is not part of it. */
export type Documents = Readonly<Record<string, string>>;

export interface ReadDocuments {
  readonly set: ContractSet;
  /** The problems as they are printed. */
  readonly problems: readonly string[];
  /** The marked places as `file:line:column`, in order. */
  readonly marked: readonly string[];
  readonly folder: string;
}

/** Writes documents to a folder of their own and reads them; the AsyncAPI parser, which takes its time, is not asked. */
export async function readDocuments(documents: Documents): Promise<ReadDocuments> {
  const { folder, marked } = writeDocuments(documents);
  const { applications, schemas, problems, files } = await readFolder(folder);
  const set = { applications, schemas, problems: problems.sorted(), files };
  return { set, problems: set.problems.map(formatProblem), marked, folder };
}

/** As {@link readDocuments}, the AsyncAPI parser included. */
export async function checkDocuments(documents: Documents, options: ReadOptions = {}): Promise<ReadDocuments> {
  const { folder, marked } = writeDocuments(documents);
  const set = await readContracts(folder, options);
  return { set, problems: set.problems.map(formatProblem), marked, folder };
}

function writeDocuments(documents: Documents): { folder: string; marked: string[] } {
  const folder = temporaryFolder();
  return { folder, marked: Object.entries(documents).flatMap(([name, text]) => writeDocument(folder, name, text)) };
}

function writeDocument(folder: string, name: string, text: string): string[] {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  const marked: string[] = [];
  const plain = text
    .split("\n")
    .map((line, index) => {
      const parts = line.split("▸");
      let column = 1;
      for (const part of parts.slice(0, -1)) {
        column += part.length;
        marked.push(`${name}:${index + 1}:${column}`);
      }
      return parts.join("");
    })
    .join("\n");
  writeFileSync(path, plain);
  return marked;
}

/** The beginning of a document that nothing is wrong with. */
export const head = `asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
`;

/** A document that sends one message, `Placed`, with this payload: YAML in flow style, on one line or several. */
export const sending = (payload: string, components = ""): string => `${head}channels:
  placed:
    address: placed
    messages:
      Placed: { payload: ${payload} }
    bindings: { amqp: { is: routingKey, exchange: { name: shop, type: direct } } }
operations:
  place: { action: send, channel: { $ref: '#/channels/placed' } }
${components}`;

/** A document that receives one message, \`Placed\`, from a queue; what stands in the AMQP bindings is given. */
export const receiving = ({ channel = "queue: { name: work }", operation = "x-prefetch: 1" } = {}): string => `${head}channels:
  work:
    messages:
      Placed: { payload: { type: object, properties: { id: { type: string } } } }
    bindings:
      amqp:
        is: queue
        ${channel}
operations:
  work:
    action: receive
    channel: { $ref: '#/channels/work' }
    bindings:
      amqp:
        ${operation}
`;
