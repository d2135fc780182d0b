import { expect, test } from "vitest";
import { formatLog } from "../../scripts/setup/log-stream.mjs";

test("a log entry becomes one readable line", () => {
  const entry = {
    level: 40,
    time: Date.UTC(2026, 0, 1, 12, 30, 1, 5),
    pid: 7,
    hostname: "h",
    msg: "moved to the next delay",
    queue: "q",
    attempt: 2,
  };
  expect(formatLog("orders/payment", JSON.stringify(entry))).toBe(
    '12:30:01.005 orders/payment warn moved to the next delay {"queue":"q","attempt":2}',
  );
});

test.each(["Error: no disk", '"text"', "null", "{}", ""])("what is no log entry stays as it is: %s", (line) => {
  expect(formatLog("orders/payment", line)).toBe(`orders/payment  ${line}`);
});
