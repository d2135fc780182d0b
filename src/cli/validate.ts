import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { checkValue } from "#codegen";
import { type Application, type ContractSet, didYouMean, type Message } from "#contract";
import { readDocuments } from "./documents.js";
import { parseJson, withoutMark } from "./json-place.js";
import { count, explain, UsageError } from "./report.js";

interface Options {
  readonly asyncapi: string;
  readonly message: string;
}

/** `warren validate`: does a payload satisfy the contract, and if not, why not? */
export function validateCommand(): Command {
  return new Command("validate")
    .description("Hold a payload against a message of the contract. Exit 0: it is valid; 1: it is not; 2: there is nothing to answer.")
    .argument("<file>", "a JSON file; - reads standard input")
    .requiredOption("--message <name>", "application and message: orders/payment.PaymentResult")
    .option("--asyncapi <folder>", "folder of AsyncAPI documents", "asyncapi")
    .action(async (file: string, options: Options) => {
      process.exitCode = await validate(file, options);
    });
}

async function validate(file: string, options: Options): Promise<number> {
  const set = await readDocuments(options.asyncapi);
  const message = findMessage(set, options.message);
  const value = parseJson(await readInput(file), file === "-" ? "standard input" : file);
  const faults = checkValue(value, message.payload, set.schemas);
  if (faults.length === 0) {
    process.stdout.write(`valid: ${options.message}\n`);
    return 0;
  }
  for (const { pointer, keyword, sentence } of faults) process.stdout.write(`${pointer || "(whole payload)"} ${sentence} (${keyword})\n`);
  process.stdout.write(`not valid: ${options.message}, ${count(faults.length, "fault")}\n`);
  return 1;
}

/** `orders/payment.PaymentResult`: the application's id, a dot, the message's key or name. Either part may hold dots itself. */
function findMessage(set: ContractSet, wanted: string): Message {
  const application = applicationIn(set, wanted);
  if (application === undefined) {
    const ids = set.applications.map(({ id }) => id);
    const known = ids.length > 0 ? ` There are ${ids.join(", ")}.` : "";
    throw new UsageError(`No application is called "${wanted.split(".")[0] ?? ""}"${didYouMean(wanted.split(".")[0] ?? "", ids)}${known}`);
  }
  const name = wanted.slice(application.id.length + 1);
  const messages = messagesOf(application);
  const message = messages.find(({ key }) => key === name) ?? messages.find((each) => each.name === name);
  if (message !== undefined) return message;
  const keys = [...new Set(messages.flatMap((each) => [each.key, each.name]))];
  const wish =
    name === ""
      ? "Name a message, as in orders/payment.PaymentResult."
      : `${application.id} has no message "${name}"${didYouMean(name, keys)}`;
  throw new UsageError(`${wish} It has ${keys.join(", ") || "none"}.`);
}

/** Where `shop` and `shop.eu` are both applications, the longer id is meant. */
const applicationIn = (set: ContractSet, wanted: string): Application | undefined =>
  set.applications.filter(({ id }) => wanted.startsWith(`${id}.`) || wanted === id).sort((a, b) => b.id.length - a.id.length)[0];

const messagesOf = (application: Application): Message[] => [
  ...application.operations.flatMap((operation) => [...operation.messages, ...(operation.reply?.messages ?? [])]),
  ...application.channels.flatMap((channel) => channel.messages),
];

async function readInput(file: string): Promise<string> {
  if (file !== "-") {
    return readFile(file, "utf8").then(withoutMark, (error: unknown) => {
      throw new UsageError(`${file} cannot be read: ${explain(error)}.`);
    });
  }
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString("utf8");
}
