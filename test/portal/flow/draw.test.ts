/** Flows as pictures. */
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Flow, FlowEdge, FlowNode } from "../../../src/portal/content/model.js";
import { drawFlow, drawPage } from "../../../src/portal/flow/draw.js";
import { readMarkup } from "../../support/markup.js";

const node = (id: string, more: Partial<FlowNode> = {}): FlowNode => ({ id, kind: "queue", role: "work", label: id, ...more });
const edge = (from: string, to: string, more: Partial<FlowEdge> = {}): FlowEdge => ({ from, to, kind: "bind", tone: "plain", ...more });
const flow = (nodes: readonly FlowNode[], edges: readonly FlowEdge[] = []): Flow => ({ kind: "flow", caption: "A picture", nodes, edges });

const link = (to: string) => ({ kind: "link", to, text: to }) as const;

describe("a picture", () => {
  test("has a link for each node that has a page, from where the picture stands", async () => {
    const { svg } = await drawFlow(flow([node("a", { link: link("queues/a") }), node("b", { link: link("queues/b") })]), "messages/g/m");
    expect(readMarkup(svg).hrefs).toEqual(["../../queues/a.html", "../../queues/b.html"]);
  });

  test("tells what a node and a line are by class, and which by name", async () => {
    const marked = node("queue:b", { role: "dead-letter", mark: "nothing comes in", waits: ["b.wait.1"] });
    const { svg } = await drawFlow(
      flow([node("queue:a"), marked], [edge("queue:a", "queue:b", { kind: "dead-letter", tone: "bad" })]),
      "flow",
    );
    expect(svg).toContain('<g class="node queue dead-letter marked" data-node="queue:b" data-waits="[&quot;b.wait.1&quot;]"');
    expect(svg).toContain('<g class="edge dead-letter bad" data-from="queue:a" data-to="queue:b">');
    expect(svg.match(/<text class="figures"[^>]*><\/text>/g)).toHaveLength(2);
  });

  test("shows which node its page is about", async () => {
    const { svg } = await drawFlow(flow([node("a", { link: link("queues/a") }), node("b", { link: link("queues/b") })]), "queues/b");
    expect(svg).toContain('class="node queue work here" data-node="b"');
    expect(svg).not.toContain('class="node queue work here" data-node="a"');
  });

  test("explains the lines that it has, and no others", async () => {
    const nodes = [node("a"), node("b")];
    const plain = await drawFlow(flow(nodes, [edge("a", "b")]), "flow");
    const failing = await drawFlow(flow(nodes, [edge("a", "b", { kind: "dead-letter" })]), "flow");
    expect(plain.svg).not.toContain('class="said"');
    expect(failing.svg.match(/class="said"/g)).toHaveLength(1);
    expect(failing.svg).toContain("given up, or expired");
  });

  test("shortens what is too long in its middle, and keeps it whole for who points at it", async () => {
    const name = `start${"x".repeat(500)}end`;
    const { svg } = await drawFlow(flow([node(name)]), "flow");
    expect(svg).toContain(`<title>${name}</title>`);
    expect(svg).toMatch(/<text class="name"[^>]*>startx+…x+end<\/text>/);
  });

  test("is told in words, line by line, with what a line carries and how it stands", async () => {
    const nodes = [node("a", { kind: "exchange", link: link("exchanges/a") }), node("b", { mark: "no document reads it" })];
    const { steps } = await drawFlow(
      flow(nodes, [edge("a", "b", { label: "k1\nk2", detail: "operation o", mark: "no message takes it" })]),
      "flow",
    );
    expect(steps).toEqual([
      [
        { ...link("exchanges/a"), text: "a", code: true },
        " puts into",
        " ",
        { kind: "code", text: "b" },
        ": k1, k2; operation o; no message takes it",
      ],
      [{ kind: "code", text: "b" }, ": no document reads it"],
    ]);
  });

  test("stands where its flow stood, in sections too; a flow of nothing says so", async () => {
    const page = { address: "flow", kind: "flow", title: "", summary: "", trail: [] } as const;
    const section = { kind: "section", id: "s", title: "s", blocks: [flow([node("a")])] } as const;
    const { blocks } = await drawPage({ ...page, blocks: [section, flow([])] });
    expect(blocks).toMatchObject([{ kind: "section", blocks: [{ kind: "picture" }] }, { kind: "note" }]);
  });
});

const names = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom("<script>alert(1)</script>", '" onload="x', "]]>&amp;", "\u202e\u0000"),
);
const flows = fc
  .array(
    fc.record({
      label: names,
      kind: fc.constantFrom("application", "exchange", "queue", "group"),
      note: fc.option(names, { nil: "" }),
      framed: fc.boolean(),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .chain((drawn) =>
    fc
      .array(
        fc.record({
          from: fc.nat({ max: drawn.length - 1 }),
          to: fc.nat({ max: drawn.length - 1 }),
          label: names,
          kind: fc.constantFrom("publish", "bind", "dead-letter", "retry", "consume", "reply"),
          tone: fc.constantFrom("good", "bad", "doubtful", "plain"),
        }),
        { maxLength: 12 },
      )
      .map((edges) =>
        flow(
          [
            { id: "frame", kind: "group", label: "frame" },
            ...drawn.map(({ framed, ...rest }, at): FlowNode => ({ ...rest, id: `n${at}`, ...(framed ? { within: "frame" } : {}) })),
          ],
          edges.map(({ from, to, ...rest }) => ({ ...rest, from: `n${from}`, to: `n${to}` })),
        ),
      ),
  );

describe("whatever a flow says", () => {
  afterEach(() => vi.resetModules());

  test("its picture is made of our elements alone", async () => {
    await fc.assert(
      fc.asyncProperty(flows, async (any) => {
        const { svg } = await drawFlow(any, "flow");
        expect(readMarkup(svg).faults).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test("it is drawn the same by another process, after other pictures", async () => {
    const some = fc.sample(flows, { numRuns: 8, seed: 7 });
    const draw = async (order: readonly Flow[]): Promise<ReadonlyMap<Flow, string>> => {
      vi.resetModules();
      const fresh = await import("../../../src/portal/flow/draw.js");
      const drawn = new Map<Flow, string>();
      for (const each of order) drawn.set(each, (await fresh.drawFlow(each, "flow")).svg);
      return drawn;
    };
    const [one, other] = [await draw(some), await draw(some.toReversed())];
    expect(some.map((each) => one.get(each) === other.get(each))).toEqual(some.map(() => true));
  });
});
