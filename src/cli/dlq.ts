import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { type Desk, openDesk, type ReplayReport, type Selection, UnknownQueueError } from "#dead-letters";
import { MessagingError, openRabbit } from "#messaging";
import { discardedLine, letterJson, letterWords, queueLines, replayedLine, replayLine } from "./dlq-words.js";
import { readDocuments } from "./documents.js";
import { parseJson, withoutMark } from "./json-place.js";
import { count, explain, UsageError } from "./report.js";

interface Options {
  readonly asyncapi: string;
  readonly json?: true;
  readonly id?: readonly string[];
  readonly limit?: string;
  readonly all?: true;
  readonly to?: string;
  readonly body?: string;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly save?: string;
}

/** A slow broker gets the time to take the last acks: what is not acked would be in both queues. */
const patienceMs = 60_000;

/** `warren dlq`: dead letters are looked at, replayed and discarded. Exit 0: done; 1: nothing matched, or not all was done; 2: could not. */
export const dlqCommand = (): Command =>
  dlqCommands().reduce(
    (dlq, command) => dlq.addCommand(command),
    new Command("dlq").description("Look at dead letters, replay them, discard them."),
  );

/** Its commands, each by itself. */
export function dlqCommands(): readonly Command[] {
  const commands = [
    describe("list", "Every dead-letter queue of the documents and what is in it.").option("--json", "answer as JSON"),
    describe("show", "What is in a queue, why it failed, and what its consumer's schema says. Removes nothing.")
      .argument("<queue>", "any queue of the documents")
      .option("--limit <number>", "how many, from the front", "10")
      .option("--id <id>", "this message, wherever it stands; may be repeated", collect)
      .option("--json", "a line of JSON for each message"),
    describe("replay", "Back to the queue that each message failed in, as if it had come there for the first time.")
      .argument("<queue>", "any queue of the documents")
      .option("--id <id>", "this message; may be repeated", collect)
      .option("--limit <number>", "so many, from the front")
      .option("--all", "all that are there now")
      .option("--to <queue>", "to this queue instead")
      .option("--body <file>", "with this body instead; for one message, and only if its consumer's schema accepts it")
      .option("--dry-run", "move nothing; tell what would happen"),
    describe("discard", "Remove messages for good.")
      .argument("<queue>", "any queue of the documents")
      .option("--id <id>", "this message; may be repeated", collect)
      .option("--all", "all that are there now")
      .option("--yes", "do it; without this nothing is removed")
      .option("--save <file>", "first add them to this file, a line of JSON each, the body in Base64")
      .option("--dry-run", "remove nothing; tell how many would be"),
  ];
  const [list, show, replay, discard] = commands;
  list?.action((options: Options) => finish(() => runList(options)));
  show?.action((queue: string, options: Options) => finish(() => runShow(queue, options)));
  replay?.action((queue: string, options: Options) => finish(() => runReplay(queue, options)));
  discard?.action((queue: string, options: Options) => finish(() => runDiscard(queue, options)));
  return commands;
}

const describe = (name: string, description: string): Command =>
  new Command(name).description(description).option("--asyncapi <folder>", "folder of AsyncAPI documents", "asyncapi");

const collect = (id: string, before: readonly string[] = []): readonly string[] => [...before, id];

/** What the broker or the file system says ends the command with 2. */
async function finish(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    const known = error instanceof MessagingError || error instanceof UnknownQueueError || (error instanceof Error && "syscall" in error);
    throw known ? new UsageError(explain(error)) : error;
  }
}

async function open(options: Options): Promise<Desk> {
  const { ConfigError, readConfig } = await import("#host");
  try {
    const { brokerUrl } = readConfig(process.env, "warren/dlq");
    const contracts = await readDocuments(options.asyncapi);
    const connect = () => openRabbit({ url: brokerUrl, name: "warren dlq", closeTimeoutMs: patienceMs });
    return openDesk({ contracts, folder: options.asyncapi, connect });
  } catch (error) {
    throw error instanceof ConfigError ? new UsageError(error.message.replaceAll("\n", " ")) : error;
  }
}

async function runList(options: Options): Promise<number> {
  const queues = await (await open(options)).list();
  process.stdout.write(options.json ? `${JSON.stringify(queues)}\n` : queueLines(queues));
  return 0;
}

async function runShow(queue: string, options: Options): Promise<number> {
  const select = options.id === undefined ? { limit: wholeNumber(options.limit ?? "10") } : { ids: options.id };
  const desk = await open(options);
  let place = 0;
  const { shown, depth, renewed, missing } = await desk.show(queue, {
    select,
    signal: stopSignal(),
    onLetter: (letter) => {
      place++;
      process.stdout.write(options.json ? `${letterJson(letter)}\n` : letterWords(letter, place, options.asyncapi));
    },
  });
  const line = shown === 0 && missing.length === 0 ? `${queue} is empty.` : `${shown} of ${count(depth, "message")} in ${queue}.`;
  process.stderr.write(`${line}${movedToTheEnd(renewed)}\n${notFound(missing)}`);
  return shown > 0 && missing.length === 0 ? 0 : 1;
}

async function runReplay(queue: string, options: Options): Promise<number> {
  const { to, dryRun } = options;
  const select = selection(options, "--id, --limit or --all");
  const repair = options.body === undefined ? undefined : { body: await readBody(options.body, select) };
  const desk = await open(options);
  const signal = stopSignal();
  const tally = { replayed: 0 };
  const report = await desk
    .replay(queue, {
      select,
      to,
      repair,
      dryRun,
      signal,
      onLetter: (outcome) => {
        if (outcome.result === "replayed") tally.replayed++;
        const line = replayLine(outcome, options.asyncapi);
        if (line !== undefined) process.stdout.write(line);
      },
    })
    .catch((error: unknown) => {
      if (tally.replayed > 0) process.stderr.write(`${count(tally.replayed, "message")} replayed before it failed.\n`);
      throw error;
    });
  process.stderr.write(
    `${replayedLine(queue, report, dryRun === true)}${stopped(signal)}${movedToTheEnd(report.renewed)}\n${notFound(report.missing)}`,
  );
  return isComplete(report, signal) ? 0 : 1;
}

const isComplete = ({ replayed, ready, refused, missing }: ReplayReport, signal: AbortSignal): boolean =>
  replayed + ready > 0 && refused === 0 && missing.length === 0 && !signal.aborted;

async function runDiscard(queue: string, options: Options): Promise<number> {
  const { save, yes } = options;
  const select = selection(options, "--id or --all");
  const dryRun = options.dryRun === true || yes !== true;
  const desk = await open(options);
  const signal = stopSignal();
  const { discarded, missing, renewed } = await desk.discard(queue, { select, dryRun, saveTo: save, signal });
  const refusal = yes !== true && options.dryRun !== true && discarded > 0 ? " Nothing was removed: add --yes." : "";
  process.stderr.write(
    `${discardedLine(queue, discarded, dryRun)}${refusal}${stopped(signal)}${movedToTheEnd(renewed)}\n${notFound(missing)}`,
  );
  return discarded > 0 && missing.length === 0 && refusal === "" && !signal.aborted ? 0 : 1;
}

const stopped = (signal: AbortSignal): string => (signal.aborted ? " Stopped: the rest is in its place." : "");

const movedToTheEnd = (renewed: number): string =>
  renewed === 0
    ? ""
    : ` ${count(renewed, "message")} had been looked at so often that RabbitMQ would have dropped it soon: moved to the end of the queue.`;

const notFound = (ids: readonly string[]): string => ids.map((id) => `No message there has the id ${JSON.stringify(id)}.\n`).join("");

/** The first Ctrl-C ends after what is under way, the second at once. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}

function selection({ id, limit, all }: Options, choices: string): Selection {
  const given = [id, limit, all].filter((choice) => choice !== undefined);
  if (given.length !== 1) throw new UsageError(`Say which messages are meant: one of ${choices}.`);
  if (id !== undefined) return { ids: id };
  return limit === undefined ? { all: true } : { limit: wholeNumber(limit) };
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1) throw new UsageError(`--limit must be a whole number above zero, not "${text}".`);
  return number;
}

async function readBody(file: string, select: Selection): Promise<Buffer> {
  const isOne = ("ids" in select && select.ids.length === 1) || ("limit" in select && select.limit === 1);
  if (!isOne) throw new UsageError("--body is for one message: name it with --id, or say --limit 1.");
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new UsageError(`${file} cannot be read: ${explain(error)}.`);
  });
  const text = withoutMark(bytes.toString("utf8"));
  parseJson(text, file);
  return Buffer.from(text.trim());
}
