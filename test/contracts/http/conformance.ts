/**
 * Every request, response and error that an OpenAPI document names, exercised against the running service. What makes a service answer
 * with an error follows from the document and from what any service goes through: refused values, unknown things, keys used twice,
 * bodies too large or of another kind, too many requests, tables that are gone, a damaged database.
 */
import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Json } from "#contract";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { until } from "../../support/system.js";
import type { NearValue } from "../values/near-values.js";
import { type Answer, type ApiOperation, type ApiParameter, readApiDocument, textOf } from "./api-document.js";
import { type RunningServices, startServices } from "./running-services.js";

/** What a request of one operation is made of. */
export interface RequestParts {
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
}

/** For an operation, by status: a request that is answered with it. Each call may do first what has to be done first. */
export type Situations = Readonly<Record<string, Readonly<Record<number, () => RequestParts | Promise<RequestParts>>>>>;

export interface Group {
  readonly group: string;
  /** Those with an OpenAPI document. One whose database others need comes after them. */
  readonly applications: readonly string[];
  /** For each operation, `<application>.<operationId>`, at least the request that is answered as one hopes. */
  situations(services: RunningServices): Situations;
}

/** Declares the tests of one group of services. */
export function describeConformance({ group, applications, situations }: Group): void {
  let broker: TestBroker;
  let services: RunningServices;
  let known: Situations = {};
  beforeAll(async () => {
    broker = await openTestBroker();
    services = await startServices(group, broker);
    known = situations(services);
  });
  afterAll(async () => {
    await services.close();
    await broker.close();
  });
  const hoped = situations(unreachable);
  test(`every API of the group ${group} is exercised`, () =>
    expect([...applications].sort()).toEqual(
      readdirSync(`openapi/${group}`)
        .map((file) => file.replace(/\.yaml$/, ""))
        .sort(),
    ));
  for (const application of applications) {
    const operations = readApiDocument(`${group}/${application}`).operations.map(
      (operation) =>
        new Exercise(operation, { name: `${application}.${operation.id}`, application, of: () => ({ services, known }) }, hoped),
    );
    describe(`${group}/${application}`, () => {
      for (const exercise of operations) describeAnswers(exercise, exercise.statuses.filter(whileWell));
      describe("to too many requests", () => {
        let url = "";
        beforeAll(async () => {
          url = await services.limited(application);
        });
        for (const exercise of operations) describeAnswer(exercise, 429, () => url);
      });
      describe("without its tables", () => {
        let bringBack: () => void;
        beforeAll(() => {
          bringBack = services.hideTables(application);
        });
        afterAll(() => bringBack());
        for (const exercise of operations) describeAnswer(exercise, 500);
      });
      describe("with a damaged database", () => {
        beforeAll(() => services.damage(application));
        for (const exercise of operations) describeAnswer(exercise, 503);
      });
    });
  }
}

const whileWell = (status: number): boolean => ![429, 500, 503].includes(status);
const describeAnswers = (exercise: Exercise, statuses: readonly number[]): void => {
  for (const status of statuses) describeAnswer(exercise, status);
};

/** A documented status is what is answered; where another is, the document has to name that one. */
function describeAnswer(exercise: Exercise, status: number, url?: () => string): void {
  const { method, path } = exercise.operation;
  test(`${method} ${path} answers ${status}`, async () => {
    for (const { about, answer } of await exercise.answers(status, url?.())) {
      if (exercise.documented.has(status)) expect(answer.status, `${about}: ${answer.text}`).toBe(status);
      expect(exercise.faultsOf(answer), about).toEqual([]);
    }
  });
}

interface Setting {
  readonly name: string;
  readonly application: string;
  readonly of: () => { readonly services: RunningServices; readonly known: Situations };
}

interface Answered {
  readonly about: string;
  readonly answer: Answer;
}

class Exercise {
  readonly operation: ApiOperation;
  readonly documented: ReadonlySet<number>;
  /** Every status that the document names, or that we know how to bring about. */
  readonly statuses: readonly number[];
  readonly #setting: Setting;

  constructor(operation: ApiOperation, setting: Setting, hoped: Situations) {
    this.operation = operation;
    this.#setting = setting;
    this.documented = new Set(operation.responses.map(({ status }) => status));
    const { parameters, body } = operation;
    const ruled = [
      ...(parameters.some(({ refused }) => refused.length > 0) || body !== undefined ? [400] : []),
      ...(parameters.some((each) => each.in === "path") ? [404] : []),
      ...(keyOf(operation) === undefined ? [] : [409]),
      ...(body === undefined ? [] : [413, 415]),
      ...[429, 500, 503],
    ];
    const byHand = Object.keys(hoped[setting.name] ?? {}).map(Number);
    this.statuses = [...new Set([...this.documented, ...ruled, ...byHand])].sort((one, other) => one - other);
  }

  faultsOf(answer: Answer): readonly string[] {
    const response = this.operation.responses.find(({ status }) => status === answer.status);
    if (response === undefined) return [`the document does not name the status ${answer.status}`];
    return response.faultsOf(answer);
  }

  async answers(status: number, url = this.#url): Promise<readonly Answered[]> {
    const { known } = this.#setting.of();
    const { [status]: situation, ...others } = known[this.#setting.name] ?? {};
    const hoped = Object.entries(others).find(([other]) => Number(other) < 300)?.[1] ?? situation;
    if (hoped === undefined) throw new Error(`no request is known that ${this.#setting.name} answers as one hopes`);
    const byHand = situation === undefined ? [] : [await this.#ask(`as it should be for ${status}`, await situation(), url)];
    const byRule = status < 300 ? await this.#welcome(status, await hoped(), url) : await this.#unwelcome(status, hoped, url);
    if (byHand.length + byRule.length === 0) throw new Error(`nothing is known that makes ${this.#setting.name} answer ${status}`);
    return [...byHand, ...byRule];
  }

  /** What the schemas allow is never answered as a fault of the service. */
  async #welcome(status: number, good: RequestParts, url: string): Promise<readonly Answered[]> {
    if (status !== Math.min(...this.documented)) return [];
    const { parameters, body } = this.operation;
    const variants = [
      ...parameters.flatMap((parameter) => parameter.accepted.map((near) => variantOf(parameter, near, good))),
      ...(body?.accepted ?? []).map(({ about, value }) => ({ about, parts: { ...good, body: value } })),
    ];
    const answered = [];
    for (const { about, parts } of variants) answered.push(await this.#ask(about, parts, url));
    for (const { about, answer } of answered) {
      expect(this.faultsOf(answer), about).toEqual([]);
      expect(answer.status, about).toBeLessThan(500);
    }
    return [];
  }

  async #unwelcome(status: number, hoped: () => RequestParts | Promise<RequestParts>, url: string): Promise<readonly Answered[]> {
    const { parameters, body } = this.operation;
    const good = await hoped();
    const ask = (about: string, parts: RequestParts, raw?: Raw) => this.#ask(about, parts, url, raw);
    const key = keyOf(this.operation);
    switch (status) {
      case 400: {
        const answered = [];
        for (const parameter of parameters)
          for (const near of parameter.refused) {
            const { about, parts } = variantOf(parameter, near, good);
            answered.push(await ask(about, parts));
          }
        for (const { about, value } of body?.refused ?? []) answered.push(await ask(about, { ...good, body: value }));
        if (body !== undefined) answered.push(await ask("no JSON", good, { text: '{"cut off' }));
        return answered;
      }
      case 404: {
        // The last one: those before it say whose it is, and whoever asks for somebody else's things may be refused first.
        const [last] = parameters.filter((each) => each.in === "path").slice(-1);
        if (last === undefined) return [];
        return [await ask("nothing of this name", { ...good, path: { ...good.path, [last.name]: unknownOf(last.accepted) } })];
      }
      case 409: {
        if (key === undefined) return [];
        const headers = { ...good.headers, [key]: "used-twice" };
        await ask("the first time", { ...good, headers });
        const other = body?.accepted.map(({ value }) => value).find((value) => JSON.stringify(value) !== JSON.stringify(good.body)) ?? null;
        return [await ask("the key of another request", { ...good, headers, body: other })];
      }
      case 413:
        return body === undefined
          ? []
          : [await ask("more than a mebibyte", good, { text: JSON.stringify(good.body ?? {}) + " ".repeat(1024 * 1024) })];
      case 415:
        return body === undefined
          ? []
          : [await ask("plain text", good, { text: JSON.stringify(good.body ?? {}), contentType: "text/plain" })];
      case 429:
        await ask("the one that is allowed", good);
        return [await ask("one more", good)];
      case 500:
      case 503:
        return [await ask("as one hopes", good)];
      default:
        return [];
    }
  }

  async #ask(about: string, { path = {}, query = {}, headers = {}, body }: RequestParts, url: string, raw?: Raw): Promise<Answered> {
    const filled = this.operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(path[name])));
    const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])).toString();
    const text = raw?.text ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${url}${filled}${search === "" ? "" : `?${search}`}`, {
      method: this.operation.method,
      headers: { ...(text === undefined ? {} : { "content-type": raw?.contentType ?? "application/json" }), ...headers },
      ...(text === undefined ? {} : { body: text }),
    });
    return { about, answer: { status: response.status, headers: response.headers, text: await textFrom(response) } };
  }

  get #url(): string {
    return this.#setting.of().services.url(this.#setting.application);
  }
}

/** A stream of events never ends; that it has begun is what was asked for. */
async function textFrom(response: Response): Promise<string> {
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) return response.text();
  await response.body?.cancel();
  return "";
}

interface Raw {
  readonly text: string;
  readonly contentType?: string;
}

const keyOf = ({ parameters }: ApiOperation): string | undefined =>
  parameters.find((each) => each.in === "header" && each.name.toLowerCase() === "idempotency-key")?.name;

/** The request with one parameter of another value. */
function variantOf(
  { name, in: where }: ApiParameter,
  { about, value }: NearValue,
  good: RequestParts,
): { about: string; parts: RequestParts } {
  const place = where === "header" ? "headers" : where;
  return { about: `${where} ${name} ${about}`, parts: { ...good, [place]: { ...good[place], [name]: textOf(value) } } };
}

/** A value that fits and names nothing. */
function unknownOf([plain]: readonly NearValue[]): string | number {
  const text = textOf(plain?.value);
  if (/^\d+$/.test(text)) return 4_242_424_242;
  return /^[0-9a-f]{8}-/.test(text) ? "00000000-0000-0000-0000-000000000000" : "nobody-knows-this";
}

/** For reading which situations there are, before there is a service. */
const unreachable: RunningServices = {
  url: () => "",
  limited: async () => "",
  hideTables: () => () => undefined,
  damage: () => undefined,
  publish: async () => undefined,
  until,
  close: async () => undefined,
};
