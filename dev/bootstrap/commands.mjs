import { check } from './check.mjs';
import { develop } from './develop.mjs';
import { golden } from './golden.mjs';
import { site } from './site.mjs';
import { test } from './test.mjs';

/**
 * What each command needs built, and what it then runs: a compiled program of a package, or several in turn (with the
 * environment of the running system for the app that they belong to), or a function of this bootstrap.
 */
export const commands = {
  start: { page: true, program: 'dev/dist/start/main.js' },
  bench: { program: 'bench/dist/main.js' },
  soak: { page: true, program: 'dev/dist/soak/main.js' },
  feed: { program: 'apps/intake/dist/feed.js', as: 'intake' },
  send: { program: 'apps/intake/dist/send.js' },
  fuzz: { program: 'apps/intake/dist/fuzz/main.js' },
  map: { program: 'apps/mapper/dist/map.js' },
  hospital: { program: 'apps/hospital/dist/main.js' },
  remap: { program: 'apps/mapper/dist/remap.js', as: 'mapper' },
  republish: { program: 'apps/mapper/dist/republish.js', as: 'mapper' },
  export: { program: 'apps/analytics/dist/export.js', as: 'analytics' },
  generate: {
    program: ['libs/contracts/dist/generate.js', 'libs/site/dist/generate.js', 'dev/dist/documents/generate.js'],
  },
  site: { call: site },
  build: { page: true },
  test: { page: true, call: test },
  golden: { compiled: false, call: golden },
  dev: { page: true, call: develop },
  // Compiling is one of its checks.
  check: { compiled: false, call: check },
};
