// Who may import whom (ARCHITECTURE.md). Each rule says why it is there; dev/src/import-rules.spec.ts breaks every one
// of them on purpose and wants to see it reported.
/** Tests and what only they use. */
const tests = ['\\.spec\\.ts$', '\\.samples\\.ts$', '/src/testing/'];
const entry = '^libs/[^/]+/src/index\\.ts$';
const packages = (names) => names.flatMap((name) => [`^libs/${name}/`, `^@ilium/${name}`]);
/** Packages of npm, by the start of their names; found in node_modules or not. */
const npm = (names) => names.flatMap((name) => [`node_modules/${name}`, `^${name}`]);
const effects = [
  '@nestjs/',
  'typeorm',
  'pg',
  'kafkajs',
  'pino',
  'prom-client',
  'undici',
  'fhir-kit-client',
  'fastify',
  'rxjs',
];

/** The libraries and what each may import of ours. */
const mayImport = {
  contracts: [],
  observability: [],
  clinical: ['contracts'],
  site: ['contracts', 'clinical'],
  persistence: ['observability'],
  messaging: ['contracts', 'persistence', 'observability'],
  mllp: ['observability'],
  security: ['observability'],
};
const libraries = Object.keys(mayImport);

const libraryRules = libraries.map((library) => {
  const allowed = mayImport[library];
  const forbidden = libraries.filter((other) => other !== library && !allowed.includes(other));
  return {
    name: `${library}-imports-only-its-own`,
    comment: `libs/${library} may import ${allowed.length > 0 ? allowed.join(', ') : 'nothing of ours'}: libraries form layers, and this one's place decides who can use it.`,
    severity: 'error',
    from: { path: `^libs/${library}/`, pathNot: tests },
    to: { path: packages(forbidden) },
  };
});

export default {
  forbidden: [
    ...libraryRules,
    {
      name: 'apps-never-import-apps',
      comment:
        "Services meet on Kafka and over HTTP only; otherwise they could not be released or scaled apart. Tests may use another app's means of testing.",
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/([^/]+)/', pathNot: ['^apps/$1/', '^apps/[^/]+/src/testing/'] },
    },
    {
      name: 'libs-never-import-apps',
      comment: 'A library serves any app; what it needs of one is handed in.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'product-never-imports-tooling',
      comment:
        'dev, bench and test may import the product, never the other way round. Tests may use the test environment.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: tests },
      to: { path: '^(dev|bench|test)/' },
    },
    {
      name: 'product-never-imports-tests',
      comment: 'What only tests use is not part of the product, and may be as rough as tests need it.',
      severity: 'error',
      from: { path: '^(apps|libs|dev)/', pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'tests-reach-tooling-by-the-test-environment',
      comment:
        'One entry for the servers of a test run, and the broker that a test may kill; what is behind may change.',
      severity: 'error',
      from: { path: ['^apps/', '^libs/'] },
      to: {
        path: '^(dev|bench|test)/',
        pathNot: ['^dev/src/test-environment\\.ts$', '^dev/src/registered-where\\.ts$', '^dev/src/kafka/'],
      },
    },
    {
      name: 'clinical-is-pure',
      comment:
        'No framework, no I/O: the same facts must give the same records in the mapper, in `map` and in a test. What needs a key or a clock is handed in.',
      severity: 'error',
      from: { path: '^libs/clinical/src/', pathNot: tests },
      to: { path: npm(effects) },
    },
    {
      name: 'clinical-has-no-node',
      comment: 'As above, for what Node itself brings, with or without `node:`.',
      severity: 'error',
      from: { path: '^libs/clinical/src/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'kafkajs-only-in-messaging',
      comment: 'Its traps are guarded in one place. bench/floors measures it bare.',
      severity: 'error',
      from: { pathNot: ['^libs/messaging/', '^bench/src/floors/'] },
      to: { path: npm(['kafkajs']) },
    },
    {
      name: 'libs-never-import-deep',
      comment: 'A package is what its entry exports; its inside may change without asking anybody.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/[^/]+/src/', pathNot: ['^libs/$1/', entry] },
    },
    {
      name: 'others-never-import-deep',
      comment:
        "As above, for whoever uses a library. Tests of the whole may measure by a library's own means of testing.",
      severity: 'error',
      from: { path: ['^apps/', '^dev/', '^bench/', '^test/'] },
      to: { path: '^libs/[^/]+/src/', pathNot: [entry, '^libs/[^/]+/src/testing/'] },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle is a missing third file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import that can not be found escapes every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)(node_modules|dist)/' },
    exclude: { path: ['^(apps|libs)/[^/]+/dist/', '^(dev|bench)/dist/'] },
    tsConfig: { fileName: 'tsconfig.spec.json' },
    // Types are imports too: they bind as values do.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      mainFields: ['main', 'types'],
    },
  },
};
