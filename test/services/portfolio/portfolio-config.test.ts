import { describe, expect, test } from "vitest";
import { risingClock, wasAskedLater } from "../../../src/services/portfolio/portfolio/clock.js";
import { usersApiUrl } from "../../../src/services/portfolio/portfolio/config.js";

describe("the address of the users API", () => {
  test("is the one that its document names, unless USERS_API_URL names another", () => {
    expect(usersApiUrl({})).toBe("http://localhost:8001");
    expect(usersApiUrl({ USERS_API_URL: "" })).toBe("http://localhost:8001");
    expect(usersApiUrl({ USERS_API_URL: "https://users.example/base" })).toBe("https://users.example/base");
  });

  test.each(["users:8001", "ftp://users", "http://", "http://me:secret@users", "http://users/?a=b", "http://users/#a"])(
    "cannot be %s, and the refusal does not repeat it",
    (url) => {
      expect(() => usersApiUrl({ USERS_API_URL: url })).toThrow(
        /^USERS_API_URL must be an http:\/\/ or https:\/\/ URL without a user name, query or fragment\.$/,
      );
    },
  );
});

describe("the order of refreshes", () => {
  test("is that of a clock that rises with every look, though the machine's stands still or goes back", () => {
    let machine = 1_767_225_600_000;
    const clock = risingClock(() => machine);
    const first = clock();
    const second = clock();
    machine -= 3_600_000;
    const third = clock();
    expect([second > first, third > second, third - first < 1]).toEqual([true, true, true]);
    machine += 7_200_000;
    expect(clock()).toBe(machine);
  });

  test("is broken by a time that has not come yet: it was written under a wrong clock", () => {
    expect(wasAskedLater(2000, 1000, 3000)).toBe(true);
    expect(wasAskedLater(1000, 2000, 3000)).toBe(false);
    expect(wasAskedLater(9000, 2000, 3000)).toBe(false);
  });
});
