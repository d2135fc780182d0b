import { runInNewContext } from "node:vm";

/** The value that a TypeScript expression has when it runs: how tests tell whether printed literals mean what they should. */
export const evaluate = (expression: string): unknown => JSON.parse(JSON.stringify(runInNewContext(`(${expression})`))) as unknown;
