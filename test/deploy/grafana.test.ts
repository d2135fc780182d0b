/** The dashboards in `deploy/grafana/` ask for nothing that services do not show: metrics, labels and values of labels. */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type MatchmakingSystem, startMatchmakingSystem, until } from "../e2e/matchmaking/matchmaking-stage.js";
import { openTestBroker, type TestBroker } from "../support/broker.js";

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
  }[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
}

const folder = "deploy/grafana";
const dashboards = readdirSync(folder).map((file) => [file, JSON.parse(readFileSync(`${folder}/${file}`, "utf8")) as Dashboard] as const);

let broker: TestBroker;
let system: MatchmakingSystem;
/** Of every metric that a service of ours shows: its labels with their values. */
const shown = new Map<string, Map<string, Set<string>>>();

beforeAll(async () => {
  broker = await openTestBroker();
  system = await startMatchmakingSystem(broker.url);
  await system.offer("ann", "bob");
  await until(
    () => system.told("bob"),
    (all) => all.length === 1,
  );
  for (const name of ["matchmaking", "notifications"] as const)
    for (const line of (await (await fetch(`${system.url(name)}/metrics`)).text()).split("\n")) note(line);
}, 60_000);
afterAll(async () => {
  await system.close();
  await broker.close();
});

function note(line: string): void {
  const [, name, labels = ""] = /^(\w+)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
  if (name === undefined) return;
  const known = shown.get(name) ?? new Map<string, Set<string>>();
  shown.set(name, known);
  for (const [, label = "", value = ""] of labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g))
    known.set(label, (known.get(label) ?? new Set()).add(value));
}

/** Given to each metric by Prometheus itself, when it scrapes. */
const scraped = ["job", "instance"];

/** What a query takes that nobody shows. */
function faultsOf(query: string): string[] {
  return [...query.matchAll(/\b(warren_\w+)(?:\{([^}]*)\})?/g)].flatMap(([, name = "", matchers = ""]) => {
    const labels = shown.get(name);
    if (labels === undefined) return [`${name} is not shown`];
    return [...matchers.matchAll(/(\w+)\s*(=~|=)\s*"([^"]*)"/g)].flatMap(([, label = "", operator, value = ""]) => {
      if (scraped.includes(label)) return [];
      const values = [...(labels.get(label) ?? [])];
      if (values.length === 0) return [`${name} has no label ${label}`];
      if (value.startsWith("$")) return [];
      const wanted = operator === "=" ? [value] : value.split("|");
      return wanted
        .filter((each) => !values.some((one) => new RegExp(`^${each}$`).test(one)))
        .map((each) => `no ${label} of ${name} is ${each}`);
    });
  });
}

/** Labels by which a query groups, and which its legend shows. */
const labelsOf = (query: string): string[] =>
  [...query.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, names = ""]) => names.split(",").map((name) => name.trim()));
const knownLabels = (query: string): Set<string> =>
  new Set([...scraped, ...[...query.matchAll(/\bwarren_\w+/g)].flatMap(([name]) => [...(shown.get(name)?.keys() ?? [])])]);

test("there is a dashboard", () => expect(dashboards.length).toBeGreaterThan(0));

describe.each(dashboards)("%s", (_, { panels, templating }) => {
  test.each(panels.map((panel) => [panel.title, panel] as const))("%s", (_title, { targets }) => {
    expect(targets.length).toBeGreaterThan(0);
    for (const { expr, legendFormat } of targets) {
      expect(expr).toMatch(/\bwarren_/);
      expect(faultsOf(expr)).toEqual([]);
      expect(labelsOf(expr).filter((label) => !knownLabels(expr).has(label))).toEqual([]);
      const shownBy = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = ""]) => label);
      expect(shownBy.filter((label) => !labelsOf(expr).includes(label))).toEqual([]);
    }
  });

  test("its choices are there", () => {
    for (const { definition } of templating.list) if (definition !== undefined) expect(faultsOf(definition)).toEqual([]);
  });

  test("it shows depth, rate, consumers and requeues", () => {
    const asked = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join("\n");
    for (const part of [
      /warren_queue_depth/,
      /rate\(warren_published_total/,
      /rate\(warren_consumed_total/,
      /warren_queue_consumers/,
      /"requeued"/,
    ])
      expect(asked).toMatch(part);
  });
});

test("a query for what nobody shows is found", () => {
  expect(faultsOf("rate(warren_nothing_total[1m])")).toEqual(["warren_nothing_total is not shown"]);
  expect(faultsOf('warren_queue_depth{colour="red"}')).toEqual(["warren_queue_depth has no label colour"]);
  expect(faultsOf('warren_consumed_total{outcome="lost"}')).toEqual(["no outcome of warren_consumed_total is lost"]);
});
