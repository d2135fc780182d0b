import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    pool: "forks",
    testTimeout: 20_000,
    hookTimeout: 120_000, // the first file that asks for a broker waits for it to start
    teardownTimeout: 20_000,
    restoreMocks: true,
    unstubEnvs: true,
    passWithNoTests: false,
  },
});
