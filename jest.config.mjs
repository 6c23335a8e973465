// One Jest configuration for the whole monorepo: native ESM, workspace names mapped to their sources.
// Projects by cost, told apart by place and name: *.spec.ts and test/in-process/ need nothing, *.int.spec.ts and the rest of
// test/ need Kafka and PostgreSQL.
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^@ilium/([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      'ts-jest',
      {
        useESM: true,
        // Types are checked once, by `npm run check`; here only the syntax is taken off.
        tsconfig: '<rootDir>/tsconfig.spec.json',
        diagnostics: false,
      },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/(apps|libs)/[^/]+/dist/', '<rootDir>/(dev|bench)/dist/', '<rootDir>/.ilium/'],
};

// One broker and one PostgreSQL for the whole run; started only when a test of these projects is in it.
const servers = {
  globalSetup: '<rootDir>/dev/jest/global-set-up.mjs',
  globalTeardown: '<rootDir>/dev/jest/global-tear-down.mjs',
};

export default {
  // A bound for what hangs, not a measure: a busy machine of two cores takes its time, and every wait is for progress.
  testTimeout: 60_000,
  // Modules of a finished test file are not all given back; on two cores one process would run hundreds of them. A worker
  // that holds more than this after a file is replaced by a fresh one.
  workerIdleMemoryLimit: '1GB',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/{apps,libs}/*/src/**/*.spec.ts',
        '<rootDir>/{dev,bench}/src/**/*.spec.ts',
        '<rootDir>/test/in-process/*.spec.ts',
      ],
      testPathIgnorePatterns: ['/node_modules/', '\\.int\\.spec\\.ts$'],
    },
    {
      ...shared,
      ...servers,
      displayName: 'integration',
      testMatch: ['<rootDir>/{apps,libs}/*/src/**/*.int.spec.ts', '<rootDir>/dev/src/**/*.int.spec.ts'],
    },
    { ...shared, ...servers, displayName: 'system', testMatch: ['<rootDir>/test/*.spec.ts'] },
  ],
};
