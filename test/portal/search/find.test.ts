import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Field, Page, PageKind } from "../../../src/portal/content/model.js";
import { SearchIndexBuilder, searchScript } from "../../../src/portal/search/build-index.js";
import { openSearch } from "../../../src/portal/search/find.js";
import type { SearchIndex } from "../../../src/portal/search/model.js";

const field = (name: string, within: readonly Field[] = [], more: Partial<Field> = {}): Field => ({
  id: `field-${name}`,
  name,
  required: false,
  deprecated: false,
  type: ["string"],
  constraints: [],
  within,
  ...more,
});

const page = (kind: PageKind, address: string, names: readonly string[] = [], fields: readonly Field[] = []): Page => ({
  address,
  kind,
  title: address.split("/").at(-1) ?? address,
  summary: "",
  trail: [],
  names,
  blocks: [{ kind: "section", id: "payload", title: "Payload", blocks: [{ kind: "fields", fields }] }],
});

function searchIn(...pages: readonly Page[]) {
  const builder = new SearchIndexBuilder();
  for (const each of pages) builder.add(each);
  return openSearch(builder.index());
}

const addressesOf = (find: ReturnType<typeof openSearch>, query: string): string[] => find(query).hits.map(({ address }) => address);

describe("the search finds", () => {
  const find = searchIn(
    page("schema", "schemas/orders/Money", [], [field("currency")]),
    page("message", "messages/orders/OrderAction", ["shop.orders.v1"], [field("correlation_id"), field("order_id")]),
    page("message", "messages/orders/OrderStatus", [], [field("lines", [field("[]", [field("unitPrice")])])]),
    page(
      "message",
      "messages/orders/Payment",
      [],
      [field("method", [field("Card", [field("number")], { label: true }), field("Voucher", [field("code")], { label: true })])],
    ),
    page("queue", "queues/payment-queue", ["payment-queue", "payment.#"]),
    page("application", "applications/orders/payment", []),
  );

  test("who carries a field, and leads to that field", () => {
    expect(find("correlation_id")).toEqual({
      total: 1,
      hits: [
        {
          address: "messages/orders/OrderAction",
          title: "OrderAction",
          kind: "Message",
          name: "correlation_id",
          part: "field-correlation_id",
        },
      ],
    });
  });

  test.each(["correlation", "correlationId", "Correlation-ID", "corr", "lation", "corelation_id", "correlatoin", "correlationid"])(
    "a field that was written %s",
    (query) => expect(addressesOf(find, query)).toEqual(["messages/orders/OrderAction"]),
  );

  test("a field inside items by its own name, and shows its path", () => {
    expect(find("unitPrice").hits[0]).toMatchObject({ name: "lines[].unitPrice", part: "field-unitPrice" });
  });

  test("a field inside an alternative under the path that it has in the payload", () => {
    expect(find("code").hits[0]).toMatchObject({ name: "method.code", part: "field-code" });
  });

  test("a name on the wire", () => expect(find("shop.orders.v1").hits[0]).toMatchObject({ title: "OrderAction", name: "shop.orders.v1" }));

  test("only pages that have every word, some of them in the address", () => {
    expect(addressesOf(find, "orders currency")).toEqual(["schemas/orders/Money"]);
    expect(addressesOf(find, "queues currency")).toEqual([]);
  });

  test("the whole name before names that begin with it, and those before names that hold it", () => {
    const ranked = searchIn(
      page("message", "messages/Reorder"),
      page("message", "messages/OrderAction"),
      page("message", "messages/NewOrder"),
      page("message", "messages/Order"),
    );
    expect(addressesOf(ranked, "order")).toEqual(["messages/Order", "messages/NewOrder", "messages/OrderAction", "messages/Reorder"]);
  });

  test("applications before messages and messages before schemas, where they fit as well", () => {
    const same = searchIn(page("schema", "schemas/Order"), page("message", "messages/Order"), page("application", "applications/order"));
    expect(addressesOf(same, "order")).toEqual(["applications/order", "messages/Order", "schemas/Order"]);
  });

  test.each(["", "  ", "#", "..."])("nothing where nothing was asked: %j", (query) => expect(find(query)).toEqual({ total: 0, hits: [] }));

  test("nothing for a short word that is only like a name", () => expect(find("mny").total).toBe(0));

  test("all, of which it shows the first fifty", () => {
    const many = searchIn(
      ...Array.from({ length: 120 }, (_, number) => page("message", `messages/m${number}`, [], [field("shared_field")])),
    );
    const found = many("shared_field");
    expect([found.total, found.hits.length]).toEqual([120, 50]);
  });
});

describe("for any names", () => {
  const names = fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 8 });
  const searchable = (name: string): boolean => /[\p{L}\p{N}]/u.test(name) && !/\s/.test(name);

  test("a page is found by each of its names", () => {
    fc.assert(
      fc.property(names, (list) => {
        const find = searchIn(page("queue", "queues/one", list), page("queue", "queues/other"));
        for (const name of list.filter(searchable)) expect(addressesOf(find, name)).toContain("queues/one");
      }),
    );
  });

  test("the script of the index gives the index, whatever stands in it", () => {
    fc.assert(
      fc.property(names, (list) => {
        const builder = new SearchIndexBuilder();
        builder.add(page("queue", "queues/one", [...list, "\u2028'\\\"</script>"]));
        expect(evaluated(searchScript(builder.index()))).toEqual(builder.index());
      }),
    );
  });
});

/** What a browser has after it ran the script. */
function evaluated(script: string): SearchIndex {
  const scope: { searchIndex?: SearchIndex } = {};
  runInNewContext(script, scope);
  if (scope.searchIndex === undefined) throw new Error("the script sets no index");
  return scope.searchIndex;
}
