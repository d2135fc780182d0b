import { setImmediate as turn } from "node:timers/promises";
import type { Transaction } from "kysely";
import { expect, test } from "vitest";
import { MessagingError, type Scope } from "#messaging";
import { addEffect, type CounterTables, counterStore, effects, message, outboxOf } from "./counter-store.js";
import { gate } from "./gate.js";

type CounterScope = Scope<Transaction<CounterTables>>;

const effect =
  (work: string) =>
  async ({ tx }: CounterScope) => {
    await addEffect(tx, work);
    return work;
  };

const inbox = (key: string, consumer = "stock") => ({ consumer, key });

test("a work's change and its messages are there once perform resolves", async () => {
  const store = await counterStore();
  const outcome = await store.perform({
    run: async ({ tx, enqueue }) => {
      await addEffect(tx, "a");
      enqueue(message("m1"));
      return 7;
    },
  });
  expect(outcome).toEqual({ status: "done", result: 7 });
  expect(await effects(store)).toEqual(["a"]);
  expect(await outboxOf(store)).toEqual(["m1"]);
});

test("a work that throws rejects with what it threw and leaves neither change nor message nor inbox entry", async () => {
  const store = await counterStore();
  const failure = new Error("no such product");
  const failing = store.perform({
    inbox: inbox("1"),
    run: async ({ tx, enqueue }) => {
      await addEffect(tx, "a");
      enqueue(message("m1"));
      throw failure;
    },
  });
  await expect(failing).rejects.toBe(failure);
  expect(await effects(store)).toEqual([]);
  expect(await outboxOf(store)).toEqual([]);
  await expect(store.perform({ inbox: inbox("1"), run: effect("b") })).resolves.toEqual({ status: "done", result: "b" });
});

test("only the offender of a group rejects; the others are done once each", async () => {
  const store = await counterStore();
  const outcomes = await Promise.allSettled(
    ["a", "b", "c", "d"].map((work) =>
      store.perform({
        run: async (scope) => {
          await addEffect(scope.tx, work);
          scope.enqueue(message(work));
          if (work === "c") throw new Error("c fails");
        },
      }),
    ),
  );
  expect(outcomes.map((outcome) => outcome.status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect(await effects(store)).toEqual(["a", "b", "d"]);
  expect(await outboxOf(store)).toEqual(["a", "b", "d"]);
});

test("a work whose inbox entry exists is a duplicate and is not run", async () => {
  const store = await counterStore();
  await store.perform({ inbox: inbox("1"), run: effect("first") });
  expect(await store.perform({ inbox: inbox("1"), run: effect("second") })).toEqual({ status: "duplicate" });
  expect(await effects(store)).toEqual(["first"]);
});

test("two consumers each do the same key once", async () => {
  const store = await counterStore();
  await Promise.all([
    store.perform({ inbox: inbox("1", "stock"), run: effect("stock") }),
    store.perform({ inbox: inbox("1", "mail"), run: effect("mail") }),
  ]);
  expect(await effects(store)).toEqual(["mail", "stock"]);
});

test("of duplicates in one group the first is done and the second is not", async () => {
  const store = await counterStore();
  const outcomes = await Promise.all(["first", "second"].map((work) => store.perform({ inbox: inbox("1"), run: effect(work) })));
  expect(outcomes).toEqual([{ status: "done", result: "first" }, { status: "duplicate" }]);
  expect(await effects(store)).toEqual(["first"]);
});

test("a duplicate of a work that fails in the same group is done itself", async () => {
  const store = await counterStore();
  const failing = async () => {
    throw new Error("the first fails");
  };
  const [first, second] = await Promise.allSettled([
    store.perform({ inbox: inbox("1"), run: failing }),
    store.perform({ inbox: inbox("1"), run: effect("second") }),
  ]);
  expect(first.status).toBe("rejected");
  expect(second).toEqual({ status: "fulfilled", value: { status: "done", result: "second" } });
});

test("works that come while a transaction is open share the next one", async () => {
  const store = await counterStore();
  let commits = 0;
  store.outbox.onCommitted(() => commits++);
  const send = (id: string) => store.perform({ run: async ({ enqueue }) => enqueue(message(id)) });
  const later: Promise<unknown>[] = [];
  await store.perform({
    run: async ({ enqueue }) => {
      for (let n = 0; n < 20; n++) later.push(send(`later ${n}`));
      await turn();
      enqueue(message("first"));
    },
  });
  await Promise.all(later);
  expect(commits).toBe(2);
});

test("a group takes no further work once its time is over", async () => {
  const store = await counterStore({ groupMs: 5 });
  let commits = 0;
  store.outbox.onCommitted(() => commits++);
  const slowly = async ({ enqueue }: CounterScope) => {
    const until = performance.now() + 6;
    while (performance.now() < until) await turn();
    enqueue(message("x"));
  };
  await Promise.all([1, 2, 3].map(() => store.perform({ run: slowly })));
  expect(commits).toBe(3);
});

test("a handler that never returns is given up when its signal aborts, and the rest of its group is done", async () => {
  const store = await counterStore();
  const stop = new AbortController();
  const started = gate();
  const hanging = store.perform({
    signal: stop.signal,
    run: async ({ tx }) => {
      await addEffect(tx, "hanging");
      started.open();
      await new Promise(() => undefined);
    },
  });
  const others = [store.perform({ run: effect("a") }), store.perform({ run: effect("b") })];
  await started.opened;
  stop.abort(new DOMException("too long", "TimeoutError"));
  await expect(hanging).rejects.toMatchObject({ name: "MessagingError", code: "timeout" });
  await Promise.all(others);
  expect(await effects(store)).toEqual(["a", "b"]);
});

test("a handler without a signal is given up when the store's limit has passed", async () => {
  const store = await counterStore({ workLimitMs: 30 });
  const hanging = store.perform({ run: () => new Promise(() => undefined) });
  const other = store.perform({ run: effect("a") });
  await expect(hanging).rejects.toMatchObject({ code: "timeout" });
  await other;
});

test("a work that is aborted while it waits is never run", async () => {
  const store = await counterStore();
  const stop = new AbortController();
  const held = gate();
  const first = store.perform({ run: () => held.opened });
  const waiting = store.perform({ signal: stop.signal, run: effect("waiting") });
  await turn();
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: "unavailable" });
  held.open();
  await first;
  expect(await effects(store)).toEqual([]);
});

test("a work whose signal has aborted already rejects with the signal's own failure", async () => {
  const store = await counterStore();
  const failure = new MessagingError("timeout", "the handler's time is up");
  await expect(store.perform({ signal: AbortSignal.abort(failure), run: effect("a") })).rejects.toBe(failure);
});

test("a handler that was given up can neither write nor send any more, whoever's transaction is open by then", async () => {
  const store = await counterStore();
  const stop = new AbortController();
  const proceed = gate();
  const zombie = gate<PromiseSettledResult<unknown>[]>();
  const started = gate();
  const hanging = store.perform({
    signal: stop.signal,
    run: async ({ tx, enqueue }) => {
      started.open();
      await proceed.opened;
      const late = async () => enqueue(message("zombie"));
      zombie.open(await Promise.allSettled([addEffect(tx, "zombie"), tx.selectFrom("effects").selectAll().execute(), late()]));
    },
  });
  await started.opened;
  stop.abort();
  await expect(hanging).rejects.toThrow();
  await store.perform({
    run: async ({ tx }) => {
      proceed.open();
      const attempts = await zombie.opened;
      expect(attempts.map((attempt) => attempt.status)).toEqual(["rejected", "rejected", "rejected"]);
      await addEffect(tx, "next");
    },
  });
  expect(await effects(store)).toEqual(["next"]);
  expect(await outboxOf(store)).toEqual([]);
});

test("a query that is not awaited cannot run in the next work's transaction", async () => {
  const store = await counterStore();
  let forgotten: Promise<unknown> = Promise.resolve();
  await store.perform({
    run: async ({ tx }) => {
      forgotten = turn().then(() => addEffect(tx, "forgotten"));
      forgotten.catch(() => undefined);
    },
  });
  await store.perform({
    run: async () => {
      await forgotten.catch(() => undefined);
    },
  });
  await expect(forgotten).rejects.toThrow("This transaction is over");
  expect(await effects(store)).toEqual([]);
});

test("a failed query spoils its work even where the handler catches it, as on PostgreSQL", async () => {
  const store = await counterStore();
  const spoiled = store.perform({
    run: async ({ tx }) => {
      await addEffect(tx, "before");
      await tx
        .insertInto("effects")
        .values({ work: null as unknown as string })
        .execute()
        .catch(() => undefined);
    },
  });
  await expect(spoiled).rejects.toThrow("NOT NULL");
  expect(await effects(store)).toEqual([]);
});

test("a work cannot end its transaction or open another", async () => {
  const store = await counterStore();
  const { sql } = await import("kysely");
  await expect(store.perform({ run: ({ tx }) => sql`commit`.execute(tx) })).rejects.toThrow("may not run inside a unit of work");
  await expect(store.perform({ run: async ({ tx }) => tx.startTransaction().execute() })).rejects.toThrow("opened by the store alone");
});

test("a streamed query of a handler that was given up does not block the writer", async () => {
  const store = await counterStore();
  await Promise.all(["a", "b", "c"].map((work) => store.perform({ run: effect(work) })));
  const stop = new AbortController();
  const started = gate();
  const hanging = store.perform({
    signal: stop.signal,
    run: async ({ tx }) => {
      for await (const _ of tx.selectFrom("effects").selectAll().stream()) {
        started.open();
        await new Promise(() => undefined);
      }
    },
  });
  await started.opened;
  stop.abort();
  await expect(hanging).rejects.toThrow();
  await store.perform({ run: effect("d") });
  expect(await effects(store)).toEqual(["a", "b", "c", "d"]);
});

test("a message that cannot be stored fails its own work only", async () => {
  const store = await counterStore();
  const unstorable = message("bad", { headers: { huge: 1n as unknown as number } });
  const outcomes = await Promise.allSettled([
    store.perform({ run: async ({ enqueue }) => enqueue(unstorable) }),
    store.perform({ run: async ({ enqueue }) => enqueue(message("good")) }),
  ]);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(["rejected", "fulfilled"]);
  expect(await outboxOf(store)).toEqual(["good"]);
});

test("a closed store refuses work and has finished what it had taken", async () => {
  const store = await counterStore();
  const taken = store.perform({ run: effect("a") });
  const closing = store.close();
  await expect(store.perform({ run: effect("b") })).rejects.toMatchObject({ code: "unavailable" });
  await closing;
  await expect(taken).resolves.toMatchObject({ status: "done" });
});
