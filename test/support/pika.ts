/** A client in another language: the Python script beside the portfolio tests, run by a Python that has pika. */
import { findPika } from "../../scripts/setup/foreign-client.mjs";
import { runProgram, type Script } from "./processes.js";

/** Undefined where there is no Python with pika. */
export const python = findPika();

/** Why tests are skipped, for the report. */
export const missing = "Python with pika (Debian: python3-pika), which is not here: skipped";

export interface PikaMessage {
  readonly routing_key: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Starts the script with the arguments that its head describes; `input` is what it reads. */
export const startPika = (args: readonly string[], input = ""): Script => {
  if (python === undefined) throw new Error(missing);
  return runProgram(python, ["test/e2e/portfolio/balance_client.py", ...args], { input });
};

/** Runs it to its end; gives the messages that it printed. Rejects with what it said unless its exit code is 0. */
export const pika = async (args: readonly string[], input = ""): Promise<readonly PikaMessage[]> => {
  const { ended, output } = startPika(args, input);
  if ((await ended) !== 0) throw new Error(output());
  return messagesIn(output());
};

export const messagesIn = (output: string): readonly PikaMessage[] =>
  output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as PikaMessage);
