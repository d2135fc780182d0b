import { defineConfig } from "vitest/config";
import { SystemsFirst } from "./test/support/sequencer.js";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    pool: "forks",
    sequence: { sequencer: SystemsFirst },
    // Many tests wait for brokers and processes: one worker less than there are cores, as is usual, would leave a small machine idle.
    maxWorkers: 2,
    // Enough for a machine half as quick under load: what waits, waits for a condition, and is done as soon as that holds.
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 120_000, // the first file that asks for a broker waits for it to start
    teardownTimeout: 20_000,
    restoreMocks: true,
    env: { NO_COLOR: "1" }, // what a test reads of a program is the same on a terminal and off it
    unstubEnvs: true,
    passWithNoTests: false,
  },
});
